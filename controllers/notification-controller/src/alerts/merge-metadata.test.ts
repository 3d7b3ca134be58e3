import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import type { Alert, AlertSpec } from '@flux19/api';
import fc from 'fast-check';
import { testEvent } from '../testing/test-event.ts';
import { mergeMetadata } from './merge-metadata.ts';

const involvedObject = {
  apiVersion: 'kustomize.toolkit.fluxcd.io/v1',
  kind: 'Kustomization',
  namespace: 'apps',
  name: 'web',
};

function merge(metadata: Record<string, string>, spec: Partial<AlertSpec> = {}) {
  const alert = { metadata: { name: 'alert' }, spec: { providerRef: { name: 'p' }, eventSources: [], ...spec } };
  return mergeMetadata(testEvent({ involvedObject, metadata }), alert as unknown as Alert);
}

suite('mergeMetadata', () => {
  test('takes the groups from the keys', () => {
    const { event, conflicts } = merge({
      'kustomize.toolkit.fluxcd.io/revision': 'main',
      'event.toolkit.fluxcd.io/team': 'a',
    });
    assert.deepEqual(event.metadata, { revision: 'main', team: 'a' });
    assert.deepEqual(conflicts, {});
  });

  test('lets the controller win over the summary, that over the Alert and that over the object, and tells of it', () => {
    const given = { 'event.toolkit.fluxcd.io/summary': '1', 'kustomize.toolkit.fluxcd.io/summary': '4' };
    const { event, conflicts } = merge(given, { eventMetadata: { summary: '2' }, summary: '3' });
    assert.deepEqual(event.metadata, { summary: '4' });
    assert.deepEqual(conflicts, {
      summary:
        'involved object annotations, Alert object .spec.eventMetadata, Alert object .spec.summary, involved object controller metadata',
    });
    const { event: weaker } = merge({ 'event.toolkit.fluxcd.io/summary': '1' }, { eventMetadata: { summary: '2' } });
    assert.deepEqual(weaker.metadata, { summary: '2' });
  });

  test('never reaches a prototype, whatever the keys', () => {
    const { event } = merge({ 'event.toolkit.fluxcd.io/__proto__': 'x' }, { eventMetadata: { constructor: 'y' } });
    assert.deepEqual(Object.keys(event.metadata ?? {}).toSorted(), ['__proto__', 'constructor']);
    assert.equal(Object.getPrototypeOf(event.metadata), Object.prototype);
  });

  test('keeps every key of every source, and names each that several gave', () => {
    const keys = fc.dictionary(fc.constantFrom('a', 'b', 'c'), fc.string());
    fc.assert(
      fc.property(keys, keys, keys, (annotations, ofAlert, ofController) => {
        const prefixed = (prefix: string, from: Record<string, string>) =>
          Object.entries(from).map(([key, value]) => [`${prefix}/${key}`, value]);
        const metadata = Object.fromEntries([
          ...prefixed('event.toolkit.fluxcd.io', annotations),
          ...prefixed('kustomize.toolkit.fluxcd.io', ofController),
        ]);
        const { event, conflicts } = merge(metadata, { eventMetadata: ofAlert });
        const sources = [annotations, ofAlert, ofController];
        for (const key of ['a', 'b', 'c']) {
          const givers = sources.filter((source) => Object.hasOwn(source, key));
          assert.equal(event.metadata?.[key], givers.at(-1)?.[key]);
          assert.equal(Object.hasOwn(conflicts, key), givers.length > 1);
        }
      }),
    );
  });
});
