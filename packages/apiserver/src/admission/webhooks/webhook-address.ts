import type { JsonObject } from '@flux19/objects';
import { numberField, objectField, textField } from '../../json/fields.ts';
import type { WebhookCall } from '../../server/webhook-client.ts';

const httpsPort = 443;

/** Where a client configuration points to. `timeoutSeconds` is told to the other side. */
export function webhookAddress(
  config: JsonObject | undefined,
  timeoutSeconds: number,
): Pick<WebhookCall, 'url' | 'service' | 'caBundle'> {
  const bundle = textField(config, 'caBundle');
  const caBundle = bundle === '' ? undefined : Buffer.from(bundle, 'base64').toString();
  const reference = objectField(config, 'service');
  const timeout = `timeout=${timeoutSeconds}s`;
  if (reference === undefined) {
    const url = textField(config, 'url');
    return { url: `${url}${url.includes('?') ? '&' : '?'}${timeout}`, service: undefined, caBundle };
  }
  const [namespace, name] = [textField(reference, 'namespace'), textField(reference, 'name')];
  const port = numberField(reference, 'port') ?? httpsPort;
  const path = textField(reference, 'path') || '/';
  const url = `https://${name}.${namespace}.svc:${port}${path.startsWith('/') ? path : `/${path}`}?${timeout}`;
  return { url, service: { namespace, name, port }, caBundle };
}
