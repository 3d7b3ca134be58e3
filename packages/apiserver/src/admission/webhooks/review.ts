// https://kubernetes.io/docs/reference/access-authn-authz/extensible-admission-controllers/#request
import { isJsonObject, type JsonObject, parseJson, printJson } from '@flux19/objects';
import type { Status } from '../../errors/status.ts';
import { asJson, field, isTrue, objectField, textField, textsField } from '../../json/fields.ts';
import { requestJson } from '../expressions/bindings.ts';
import type { Attributes } from '../matching/attributes.ts';
import { WebhookFault } from './webhook-errors.ts';

/** What a webhook decided. */
export interface Verdict {
  readonly allowed: boolean;
  readonly warnings: readonly string[];
  /** Why it refuses. */
  readonly result: Partial<Status> | undefined;
  /** The JSON patch that it wants; empty for none. */
  readonly patch: string;
}

/** The question as the body of a call. */
export function reviewBody(uid: string, version: 'v1' | 'v1beta1', attributes: Attributes): string {
  const { object, oldObject } = attributes;
  const objects = {
    object: object === undefined ? null : asJson(object),
    oldObject: oldObject === undefined ? null : asJson(oldObject),
  };
  return printJson({
    kind: 'AdmissionReview',
    apiVersion: `admission.k8s.io/${version}`,
    request: { uid, ...requestJson(attributes, objects) },
  });
}

interface Expected {
  readonly uid: string;
  readonly version: 'v1' | 'v1beta1';
  readonly mayPatch: boolean;
}

/** Reads an answer. Throws {@link WebhookFault}. */
export function readVerdict(body: string, { uid, version, mayPatch }: Expected): Verdict {
  const review = readReview(body);
  const response = objectField(review, 'response');
  if (response === undefined) throw invalidResponse('webhook response was absent');
  if (version === 'v1') requireSameReview(review, response, uid);
  const patch = textField(response, 'patch');
  const isTyped = field(response, 'patchType') !== undefined;
  if (version === 'v1') requireFittingPatch(patch, isTyped, mayPatch);
  const type = textField(response, 'patchType') || 'JSONPatch';
  if (patch !== '' && type !== 'JSONPatch') throw new WebhookFault(`unsupported patch type ${JSON.stringify(type)}`);
  return {
    allowed: isTrue(response, 'allowed'),
    warnings: textsField(response, 'warnings'),
    result: objectField(response, 'status') as Partial<Status> | undefined,
    patch: mayPatch ? Buffer.from(patch, 'base64').toString() : '',
  };
}

function readReview(body: string): JsonObject {
  try {
    const review = parseJson(body);
    if (isJsonObject(review)) return review;
  } catch {
    // What is no JSON is no review either.
  }
  throw new WebhookFault(`failed to call webhook: couldn't get version/kind; json parse error: ${noObject}`);
}

/** Kubernetes reads YAML, so that nearly any text is a text and does not fit this type. */
const noObject =
  'json: cannot unmarshal string into Go value of type struct { APIVersion string "json:\\"apiVersion,omitempty\\""; Kind string "json:\\"kind,omitempty\\"" }';

function requireSameReview(review: JsonObject, response: JsonObject, uid: string): void {
  const found = textField(response, 'uid');
  if (found !== uid)
    throw invalidResponse(`expected response.uid=${JSON.stringify(uid)}, got ${JSON.stringify(found)}`);
  const [apiVersion, kind] = [textField(review, 'apiVersion'), textField(review, 'kind')];
  if (apiVersion === 'admission.k8s.io/v1' && kind === 'AdmissionReview') return;
  const shown = `${apiVersion.includes('/') ? apiVersion : `/${apiVersion}`}, Kind=${kind}`;
  throw invalidResponse(`expected webhook response of admission.k8s.io/v1, Kind=AdmissionReview, got ${shown}`);
}

function requireFittingPatch(patch: string, isTyped: boolean, mayPatch: boolean): void {
  if (!mayPatch && patch !== '') throw invalidResponse('validating webhook may not return response.patch');
  if (!mayPatch && isTyped) throw invalidResponse('validating webhook may not return response.patchType');
  if (patch !== '' && !isTyped) throw invalidResponse('webhook returned response.patch but not response.patchType');
  if (patch === '' && isTyped) throw invalidResponse('webhook returned response.patchType but not response.patch');
}

function invalidResponse(why: string): WebhookFault {
  return new WebhookFault(`received invalid webhook response: ${why}`);
}
