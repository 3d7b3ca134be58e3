// https://kubernetes.io/docs/reference/access-authn-authz/certificate-signing-requests/
import type { JsonObject, JsonValue, KubeObject } from '@flux19/objects';
import { asJson, ensureObject, objectField, objectsField } from '../json/fields.ts';
import { formatTime } from '../meta/metadata.ts';
import type { WriteContext } from './kind-rules.ts';

/** Conditions that only the path `approval` changes. */
const approvals: ReadonlySet<JsonValue | undefined> = new Set(['Approved', 'Denied']);

/** Writes down who asks, whatever the request says. */
export function nameRequester(request: JsonObject, { user }: WriteContext): void {
  const spec = ensureObject(request, 'spec');
  for (const name of ['username', 'uid', 'groups', 'extra']) delete spec[name];
  spec['username'] = user.name;
  if (user.uid !== undefined && user.uid !== '') spec['uid'] = user.uid;
  if (user.groups.length > 0) spec['groups'] = [...user.groups];
  const extra = Object.entries(user.extra ?? {});
  if (extra.length > 0) spec['extra'] = Object.fromEntries(extra.map(([key, values]) => [key, [...values]]));
}

/** What is asked for never changes. */
export function keepRequest(request: JsonObject, old: KubeObject): void {
  const spec = objectField(asJson(old), 'spec');
  if (spec !== undefined) request['spec'] = structuredClone(spec);
}

/** An approval changes nothing but the approval, and everything else but that is changed by the path `status`. */
export function prepareRequestStatus(request: JsonObject, old: KubeObject, { now, subresource }: WriteContext): void {
  const isApproval = subresource === 'approval';
  const before = objectField(asJson(old), 'status');
  const status = ensureObject(request, 'status');
  const isOwn = (condition: JsonObject): boolean => approvals.has(condition['type']) === isApproval;
  const kept = objectsField(before, 'conditions').filter((condition) => !isOwn(condition));
  const given = objectsField(status, 'conditions').filter(isOwn);
  const conditions = [...kept.map((condition) => structuredClone(condition)), ...given];
  if (conditions.length > 0) status['conditions'] = conditions.map((condition) => withTimes(condition, before, now));
  else delete status['conditions'];
  if (!isApproval) return;
  const certificate = before?.['certificate'];
  if (certificate === undefined) delete status['certificate'];
  else status['certificate'] = certificate;
}

function withTimes(condition: JsonObject, before: JsonObject | undefined, now: number): JsonObject {
  const time = formatTime(now);
  const known = objectsField(before, 'conditions').find(({ type }) => type === condition['type']);
  const isSame = known?.['status'] === condition['status'];
  return {
    ...condition,
    lastUpdateTime: condition['lastUpdateTime'] ?? time,
    lastTransitionTime: condition['lastTransitionTime'] ?? (isSame ? (known?.['lastTransitionTime'] ?? time) : time),
  };
}
