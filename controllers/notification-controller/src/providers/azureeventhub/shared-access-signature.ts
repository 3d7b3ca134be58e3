import { createHmac } from 'node:crypto';
import { DeliveryError } from '../delivery-error.ts';

/** What a connection string of Event Hubs says. */
export interface EventHubConnection {
  /** `https://<namespace>.servicebus.windows.net/<hub>`. */
  readonly url: string;
  readonly keyName: string;
  readonly key: string;
}

const lifetimeSeconds = 3600;

/** Reads `Endpoint=sb://..;SharedAccessKeyName=..;SharedAccessKey=..;EntityPath=..`. */
export function parseConnectionString(text: string): EventHubConnection {
  const fields = new Map(
    text.split(';').map((field): [string, string] => {
      const equals = field.indexOf('=');
      return [field.slice(0, Math.max(0, equals)).trim().toLowerCase(), field.slice(equals + 1).trim()];
    }),
  );
  const read = (name: string): string => {
    const value = fields.get(name.toLowerCase()) ?? '';
    if (value === '') throw new DeliveryError(`failed to create a eventhub using SAS: key "${name}" must not be empty`);
    return value;
  };
  const endpoint = read('Endpoint').replace(/^sb:/, 'https:');
  if (!URL.canParse(endpoint)) throw new DeliveryError('failed to create a eventhub using SAS: Endpoint is no URL');
  const { host } = new URL(endpoint);
  const hub = encodeURIComponent(read('EntityPath'));
  return { url: `https://${host}/${hub}`, keyName: read('SharedAccessKeyName'), key: read('SharedAccessKey') };
}

/** https://learn.microsoft.com/rest/api/eventhub/generate-sas-token */
export function sharedAccessSignature({ url, keyName, key }: EventHubConnection, nowMs: number): string {
  const resource = encodeURIComponent(url);
  const expiry = Math.floor(nowMs / 1000) + lifetimeSeconds;
  const signature = createHmac('sha256', key).update(`${resource}\n${expiry}`).digest('base64');
  return `SharedAccessSignature sr=${resource}&sig=${encodeURIComponent(signature)}&se=${expiry}&skn=${encodeURIComponent(keyName)}`;
}
