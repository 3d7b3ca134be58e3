import type { ApiRequest } from './api-connection.ts';

const collection = '/api/v1/namespaces/default/configmaps';

const configMap = (name: string, value: string): string =>
  JSON.stringify({
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name, namespace: 'default', labels: { app: 'bench' } },
    data: { value },
  });

export function getConfigMap(name: string): ApiRequest {
  return { method: 'GET', path: `${collection}/${name}` };
}

export function createConfigMap(name: string, value: string): ApiRequest {
  return { method: 'POST', path: collection, body: configMap(name, value) };
}

/** Server-side apply, as a GitOps controller sends it. */
export function applyConfigMap(name: string, value: string): ApiRequest {
  return {
    method: 'PATCH',
    path: `${collection}/${name}?fieldManager=bench&force=true`,
    body: configMap(name, value),
    contentType: 'application/apply-patch+yaml',
  };
}

/** All of them, or a page. */
export function listConfigMaps(limit?: number): ApiRequest {
  return { method: 'GET', path: limit === undefined ? collection : `${collection}?limit=${limit}` };
}

/** From now on, without those that exist. */
export function watchConfigMaps(resourceVersion: string): ApiRequest {
  return { method: 'GET', path: `${collection}?watch=true&resourceVersion=${resourceVersion}` };
}
