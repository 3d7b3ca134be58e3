import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import type { Alert, Provider } from '@flux19/api';
import { testEvent } from '../testing/test-event.ts';
import { commitStatusName } from './commit-status-name.ts';

const uid = '0c9c2e41-d2f9-4f9b-9c41-bebc1984d67a';
const event = testEvent({
  involvedObject: { apiVersion: 'v1', kind: 'Kustomization', namespace: 'apps', name: 'GitOps' },
  metadata: { environment: 'production' },
});

function nameWith(commitStatusExpr?: string): string {
  const alert = { metadata: { name: 'test-alert' }, spec: {} } as unknown as Alert;
  const spec = { type: 'github', ...(commitStatusExpr === undefined ? {} : { commitStatusExpr }) };
  return commitStatusName(event, alert, { metadata: { name: 'p', uid }, spec } as unknown as Provider);
}

suite('commitStatusName', () => {
  test('is of object and Provider, so that clusters do not share it', () => {
    assert.equal(nameWith(), 'kustomization/gitops/0c9c2e41');
  });

  test('is what the expression gives', () => {
    const path = "event.involvedObject.kind + '/' + event.involvedObject.name + '/' + event.metadata.environment";
    assert.equal(nameWith(`${path} + '/' + provider.metadata.uid`), `Kustomization/GitOps/production/${uid}`);
    const short = `${path} + '/' + provider.metadata.uid.split('-').first().value() + '/' + alert.metadata.name`;
    assert.equal(nameWith(short), 'Kustomization/GitOps/production/0c9c2e41/test-alert');
    assert.equal(nameWith(`(${path}).lowerAscii()`), 'kustomization/gitops/production');
  });

  test('fails with what is wrong with the expression', () => {
    const words =
      'failed to create commit status: failed to evaluate the spec.commitStatusExpr CEL expression for the event: ';
    const failures: readonly (readonly [string, string])[] = [
      [
        "event.involvedObject.kind == 'x'",
        'failed to compile expression: CEL expression output type mismatch: expected string, got bool',
      ],
      ['event.', "failed to compile expression: failed to parse the CEL expression 'event.'"],
      [
        "event.metadata.notfound + 'x'",
        "failed to evaluate the CEL expression 'event.metadata.notfound + 'x'': no such key: notfound",
      ],
    ];
    for (const [source, expected] of failures) {
      assert.throws(
        () => nameWith(source),
        ({ message }: Error) => message.startsWith(words + expected),
        source,
      );
    }
  });
});
