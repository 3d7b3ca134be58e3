import type { JsonObject } from '@flux19/objects';
import { type BoundObject, signToken, tokenIssuer } from '../access/service-account-tokens.ts';
import { conflict, invalid, notFound } from '../errors/api-errors.ts';
import { invalidField } from '../errors/field-errors.ts';
import { type Reply, valueReply } from '../http/reply.ts';
import { asJson, ensureObject, numberField, objectField, setDefault, textField, textsField } from '../json/fields.ts';
import { formatTime } from '../meta/metadata.ts';
import type { Call, Services } from '../server/services.ts';
import { requireEntry } from '../verbs/update-object.ts';
import { writeOf } from '../verbs/write-of.ts';
import { readOwnedPart } from './read-part.ts';

const defaultSeconds = 3600;
const shortestSeconds = 600;
const longestSeconds = 2 ** 32;

/** POST to a service account's token: https://kubernetes.io/docs/reference/kubernetes-api/authentication-resources/token-request-v1/ */
export function requestToken(services: Services, call: Call, body: string): Reply {
  const request = readOwnedPart(services, call, body, (object) => {
    setDefault(ensureObject(object, 'spec'), 'expirationSeconds', defaultSeconds);
  });
  const account = requireEntry(writeOf(call, false)).object;
  const { name, namespace = '', uid = '', creationTimestamp } = account.metadata;
  const spec = objectField(asJson(request), 'spec');
  const seconds = numberField(spec, 'expirationSeconds') ?? defaultSeconds;
  requireSensibleDuration(seconds);
  const asked = textsField(spec, 'audiences');
  const audiences = asked.length === 0 ? [tokenIssuer] : asked;
  const boundTo = boundObject(
    services,
    spec === undefined ? undefined : objectField(spec, 'boundObjectRef'),
    namespace,
  );
  const now = services.clock.now();
  const expiresAt = Math.floor(now / 1000) + seconds;
  const subject = { namespace, name, uid, ...(boundTo === undefined ? {} : { boundTo }) };
  const token = signToken(services.tokenKey, { subject, audiences, expiresAt }, now);
  const answer = {
    kind: 'TokenRequest',
    apiVersion: 'authentication.k8s.io/v1',
    metadata: { name, namespace, uid, creationTimestamp, managedFields: request.metadata.managedFields },
    spec: { audiences, expirationSeconds: seconds, boundObjectRef: objectField(spec, 'boundObjectRef') ?? null },
    status: { token, expirationTimestamp: formatTime(expiresAt * 1000) },
  };
  return valueReply(201, answer, call.acceptance.format);
}

function requireSensibleDuration(seconds: number): void {
  const path = 'spec.expirationSeconds';
  const kind = { group: 'authentication.k8s.io', resource: 'TokenRequest' };
  if (seconds < shortestSeconds) {
    const text = 'may not specify a duration less than 10 minutes';
    throw invalid(kind, '', [invalidField(path, seconds, text)]);
  }
  if (seconds > longestSeconds) {
    throw invalid(kind, '', [invalidField(path, seconds, 'may not specify a duration larger than 2^32 seconds')]);
  }
}

const boundKinds: Readonly<Record<string, string>> = { Pod: 'pods', Secret: 'secrets', Node: 'nodes' };

function boundObject(
  { store }: Services,
  reference: JsonObject | undefined,
  namespace: string,
): BoundObject | undefined {
  if (reference === undefined) return undefined;
  const kind = textField(reference, 'kind');
  const name = textField(reference, 'name');
  const plural = boundKinds[kind];
  if (plural === undefined) return undefined;
  const found = store.collection(`/${plural}`).get(kind === 'Node' ? '' : namespace, name)?.object;
  if (found === undefined) throw notFound({ group: '', resource: plural }, name);
  const uid = textField(reference, 'uid') || (found.metadata.uid ?? '');
  if (uid !== found.metadata.uid) {
    const why = `the UID in the bound object reference (${uid}) does not match the UID in record. The object might have been deleted and then recreated`;
    throw conflict({ group: '', resource: plural }, name, why);
  }
  return { kind: kind as BoundObject['kind'], name, uid };
}
