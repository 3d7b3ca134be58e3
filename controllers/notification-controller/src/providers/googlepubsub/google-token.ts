import type { JsonObject } from '@flux19/objects';
import type { OutgoingRequest } from '../../http/outgoing-request.ts';
import { parseJsonObject } from '../../http/parse-json-object.ts';
import { DeliveryError } from '../delivery-error.ts';
import type { ProviderSettings } from '../provider-type.ts';
import { type Call, call, within } from '../shared/call.ts';
import { answeredObject, textField } from '../shared/read-json.ts';
import { signedJwt } from '../shared/signed-jwt.ts';

const scope = 'https://www.googleapis.com/auth/cloud-platform https://www.googleapis.com/auth/pubsub';
const metadataServer = 'http://metadata.google.internal/computeMetadata/v1/instance/service-accounts/default/token';

/** An access token: from the credentials in the Secret, or of the machine where there are none. */
export function* googleToken({ token, tokens }: ProviderSettings, nowMs: number): Call<string> {
  const known = tokens.get(['google', token], nowMs);
  if (known !== undefined) return known;
  const request = token === '' ? machineRequest() : credentialsRequest(token, nowMs);
  const answer = answeredObject(yield* within('failed to get a Google access token', call(request)));
  const value = textField(answer, 'access_token');
  if (value === '') throw new DeliveryError('failed to get a Google access token: the answer holds none');
  const seconds = Number(answer['expires_in']);
  tokens.set(['google', token], value, nowMs + (Number.isFinite(seconds) ? seconds : 0) * 1000);
  return value;
}

function machineRequest(): OutgoingRequest {
  return {
    kind: 'http',
    method: 'GET',
    url: metadataServer,
    headers: { 'metadata-flavor': 'Google' },
    attempts: 'once',
  };
}

function credentialsRequest(text: string, nowMs: number): OutgoingRequest {
  const credentials = parseJsonObject(text);
  if (credentials === undefined) throw new DeliveryError('the token is not a JSON object with Google credentials');
  const type = textField(credentials, 'type');
  if (type === 'service_account') return serviceAccountRequest(credentials, nowMs);
  if (type === 'authorized_user') return userRequest(credentials);
  throw new DeliveryError('Google credentials of a type that is neither service_account nor authorized_user');
}

function serviceAccountRequest(credentials: JsonObject, nowMs: number): OutgoingRequest {
  const audience = textField(credentials, 'token_uri') || 'https://oauth2.googleapis.com/token';
  const issuedAt = Math.floor(nowMs / 1000);
  const claims = {
    iss: textField(credentials, 'client_email'),
    scope,
    aud: audience,
    iat: issuedAt,
    exp: issuedAt + 3600,
  };
  const keyId = textField(credentials, 'private_key_id');
  const assertion = signedJwt(claims, textField(credentials, 'private_key'), keyId === '' ? undefined : keyId);
  return form(audience, { grant_type: 'urn:ietf:params:oauth:grant-type:jwt-bearer', assertion });
}

function userRequest(credentials: JsonObject): OutgoingRequest {
  return form('https://oauth2.googleapis.com/token', {
    grant_type: 'refresh_token',
    client_id: textField(credentials, 'client_id'),
    client_secret: textField(credentials, 'client_secret'),
    refresh_token: textField(credentials, 'refresh_token'),
  });
}

function form(url: string, fields: Readonly<Record<string, string>>): OutgoingRequest {
  return {
    kind: 'http',
    method: 'POST',
    url,
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams(fields).toString(),
    attempts: 'once',
  };
}
