import type { OutgoingRequest } from '../../http/outgoing-request.ts';
import { DeliveryError } from '../delivery-error.ts';
import type { ProviderSettings } from '../provider-type.ts';
import { type Call, call, within } from './call.ts';
import { answeredObject, textField } from './read-json.ts';

const machineService = 'http://169.254.169.254/metadata/identity/oauth2/token';

/** An access token of the machine's managed identity. `resource` is what it is for. */
export function* azureToken({ tokens }: ProviderSettings, resource: string, nowMs: number): Call<string> {
  const known = tokens.get(['azure', resource], nowMs);
  if (known !== undefined) return known;
  const query = new URLSearchParams({ 'api-version': '2018-02-01', resource });
  const request: OutgoingRequest = {
    kind: 'http',
    method: 'GET',
    url: `${machineService}?${query}`,
    headers: { metadata: 'true' },
    attempts: 'once',
  };
  const answer = answeredObject(yield* within('failed to get token', call(request)));
  const value = textField(answer, 'access_token');
  if (value === '') throw new DeliveryError('failed to get token: the answer holds none');
  const seconds = Number(answer['expires_in']);
  tokens.set(['azure', resource], value, nowMs + (Number.isFinite(seconds) ? seconds : 0) * 1000);
  return value;
}
