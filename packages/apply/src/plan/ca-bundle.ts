import { X509Certificate } from 'node:crypto';
import { isJsonObject, type JsonObject, type KubeObject } from '@flux19/objects';

/**
 * A CustomResourceDefinition without a conversion webhook's caBundle that holds no certificate: Kubernetes 1.31 and newer
 * refuse the placeholders that some charts put there for others to fill.
 */
export function withoutInvalidBundle(definition: KubeObject): KubeObject {
  const spec = child(definition, 'spec');
  const conversion = child(spec, 'conversion');
  const webhook = child(conversion, 'webhook');
  const clientConfig = child(webhook, 'clientConfig');
  const bundle = clientConfig['caBundle'];
  if (typeof bundle !== 'string' || bundle === '' || isCertificate(bundle)) return definition;
  const { caBundle, ...rest } = clientConfig;
  void caBundle;
  return {
    ...definition,
    spec: { ...spec, conversion: { ...conversion, webhook: { ...webhook, clientConfig: rest } } },
  };
}

function child(owner: JsonObject | KubeObject, key: string): JsonObject {
  const value = owner[key];
  return isJsonObject(value) ? value : {};
}

function isCertificate(base64: string): boolean {
  try {
    return new X509Certificate(Buffer.from(base64, 'base64')).subject !== undefined;
  } catch {
    return false;
  }
}
