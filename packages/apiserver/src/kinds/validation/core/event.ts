// The rules of k8s.io/kubernetes/pkg/apis/core/validation/events.go.
import { deepEqual, type KubeObject } from '@flux19/objects';
import type { FieldError } from '@flux19/schemas';
import { convertEvent } from '../../conversion/event.ts';
import { Field, findings } from '../field.ts';
import { mustStay } from '../immutable.ts';
import { qualifiedName } from '../names.ts';

const textLimit = 128;
const noteLimit = 1024;
const mismatch = 'does not match event.namespace';

/** Clients of events.k8s.io are held to more than those of the core group, which serves the same objects. */
function isStrict({ apiVersion }: KubeObject): boolean {
  return apiVersion !== 'v1';
}

export function validateEvent(object: KubeObject): FieldError[] {
  return findings(convertEvent(object, 'v1'), (event) => {
    lookAtEvent(event, isStrict(object));
    if (!isStrict(object)) return;
    lookAtSeries(event);
    if (event.textOf('eventTime') === '') event.child('eventTime').required();
    const type = event.textOf('type');
    if (type !== 'Normal' && type !== 'Warning') event.child('type').invalid(`has invalid value: ${type}`, '');
    for (const name of ['firstTimestamp', 'lastTimestamp', 'count', 'source']) {
      const field = event.child(name);
      if (field.isSet && field.value !== 0 && (field.object === undefined || field.length > 0)) {
        field.invalid('needs to be unset', '');
      }
    }
  });
}

/** What stays as it was, and the names under which Kubernetes complains. */
const lasting: Readonly<Record<string, string>> = {
  involvedObject: 'involvedObject',
  reason: 'reason',
  message: 'message',
  source: 'source',
  firstTimestamp: 'firstTimestamp',
  lastTimestamp: 'lastTimestamp',
  count: 'count',
  type: 'type',
  eventTime: 'eventTime',
  action: 'action',
  related: 'related',
  reportingComponent: 'reportingController',
  reportingInstance: 'reportingInstance',
};

export function validateEventUpdate(object: KubeObject, old: KubeObject): FieldError[] {
  return findings(convertEvent(object, 'v1'), (event) => {
    lookAtEvent(event, isStrict(object));
    if (!isStrict(object)) return;
    const before = Field.root(convertEvent(old, 'v1'));
    if (!deepEqual(event.child('series').value, before.child('series').value)) lookAtSeries(event);
    for (const [name, shown] of Object.entries(lasting)) {
      mustStay(event.child(name).named(shown), before.child(name));
    }
  });
}

/** What holds for every event, new or old. */
function lookAtEvent(event: Field, isNewGroup: boolean): void {
  const namespace = event.at('metadata', 'namespace').text;
  const involved = event.at('involvedObject', 'namespace');
  if (event.textOf('eventTime') === '') {
    const isSame = involved.text === '' ? namespace === '' || namespace === 'default' : involved.text === namespace;
    if (!isSame) involved.invalid(mismatch, involved.text);
    return;
  }
  if (involved.text === '' && namespace !== 'default' && namespace !== 'kube-system') involved.invalid(mismatch, '');
  const reporter = event.child('reportingComponent').named(isNewGroup ? 'reportingController' : 'reportingComponent');
  if (reporter.text === '') reporter.required();
  reporter.must(qualifiedName);
  lookAtText(event.child('reportingInstance'));
  lookAtText(event.child('action'));
  lookAtText(event.child('reason'));
  lookAtLength(event.child('message'), noteLimit);
}

function lookAtText(field: Field): void {
  if (field.text === '') field.required();
  lookAtLength(field, textLimit);
}

function lookAtLength(field: Field, limit: number): void {
  if (field.length > limit) field.invalid(`can have at most ${limit} characters`, '');
}

function lookAtSeries(event: Field): void {
  const series = event.child('series');
  if (!series.isSet) return;
  if (series.numberOf('count') < 2) series.child('count').invalid('should be at least 2', '');
  if (series.textOf('lastObservedTime') === '') series.child('lastObservedTime').required();
}
