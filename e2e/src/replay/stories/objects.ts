import type { JsonObject } from '@flux19/objects';

/** A ConfigMap; `metadata` is added to its name. */
export function configMap(name: string, data: JsonObject = {}, metadata: JsonObject = {}): JsonObject {
  return { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name, ...metadata }, data };
}

/** A Pod with one container. */
export function pod(name: string, metadata: JsonObject = {}, spec: JsonObject = {}): JsonObject {
  const containers = [{ name: 'main', image: 'main:1' }];
  return { apiVersion: 'v1', kind: 'Pod', metadata: { name, ...metadata }, spec: { containers, ...spec } };
}

/** A Deployment with one container; `spec` is added to what it needs. */
export function deployment(name: string, spec: JsonObject = {}, container: JsonObject = {}): JsonObject {
  const labels = { app: name };
  const containers = [{ name: 'main', image: 'main:1', ...container }];
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name },
    spec: { selector: { matchLabels: labels }, template: { metadata: { labels }, spec: { containers } }, ...spec },
  };
}
