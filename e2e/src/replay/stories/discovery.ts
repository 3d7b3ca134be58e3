import { isJsonObject, type JsonValue } from '@flux19/objects';
import type { Story } from '../story.ts';

const aggregated = 'application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList';

/** What clients ask first: groups, resources, schemas, version, health. */
export const discovery: Story = {
  subject: 'discovery',
  async tell(api) {
    await api.get('the versions of the core', '/api');
    await api.get('the core', '/api/v1');
    await api.get('the groups', '/apis', { keep: withoutStories });
    for (const group of groups) {
      await api.get(`the group ${group}`, `/apis/${group.split('/')[0]}`);
      await api.get(`the resources of ${group}`, `/apis/${group}`);
    }
    await api.get('all of the core at once', '/api', { headers: { accept: aggregated } });
    await api.get('all groups at once', '/apis', { headers: { accept: aggregated }, keep: withoutStories });
    await api.get('all groups at once, as kubectl asks', '/apis', {
      headers: { accept: `${aggregated},${aggregated.replace('v=v2', 'v=v2beta1')},application/json` },
      keep: (body) => (isJsonObject(body) ? [body['kind'] ?? null, body['apiVersion'] ?? null] : body),
    });
    await api.get('groups in an unknown form', '/apis', { headers: { accept: 'text/html' } });
    await api.get('an unknown group', '/apis/nowhere.example');
    await api.get('an unknown version', '/apis/apps/v7');
    await api.get('the groups as YAML', '/api', { headers: { accept: 'application/yaml' } });
    await api.get('the roots of OpenAPI', '/openapi/v3', { keep: keysOfPaths });
    await api.get('an unknown schema', '/openapi/v3/apis/nowhere.example/v1');
    await api.get('the schema of a group', '/openapi/v3/apis/apps/v1', { keep: outline });
    await api.get('the schema of the core', '/openapi/v3/api/v1', { keep: outline });
    await api.get('the version', '/version', { keep: (body) => Object.keys(isJsonObject(body) ? body : {}) });
    for (const path of ['/healthz', '/livez', '/readyz', '/healthz/ping', '/readyz/nothing', '/livez/ping']) {
      await api.get(`health ${path}`, path);
    }
    await api.get('the paths', '/', { keep: (body) => (isJsonObject(body) ? Object.keys(body) : body) });
    await api.get('discovery without rights', '/apis/apps/v1', { as: 'reader' });
    await api.get('discovery without credentials', '/apis/apps/v1', { as: 'nobody' });
    await api.get('the keys of tokens', '/openid/v1/jwks', {
      keep: (body) => (isJsonObject(body) && Array.isArray(body['keys']) ? body['keys'].length : body),
    });
    await api.get('the issuer of tokens', '/.well-known/openid-configuration', {
      keep: (body) => (isJsonObject(body) ? [body['issuer'] ?? null, body['response_types_supported'] ?? null] : body),
    });
  },
};

const groups: readonly string[] = [
  'admissionregistration.k8s.io/v1',
  'admissionregistration.k8s.io/v1beta1',
  'apiextensions.k8s.io/v1',
  'apiregistration.k8s.io/v1',
  'apps/v1',
  'authentication.k8s.io/v1',
  'authorization.k8s.io/v1',
  'autoscaling/v1',
  'autoscaling/v2',
  'batch/v1',
  'certificates.k8s.io/v1',
  'certificates.k8s.io/v1beta1',
  'coordination.k8s.io/v1',
  'coordination.k8s.io/v1beta1',
  'discovery.k8s.io/v1',
  'events.k8s.io/v1',
  'flowcontrol.apiserver.k8s.io/v1',
  'networking.k8s.io/v1',
  'node.k8s.io/v1',
  'policy/v1',
  'rbac.authorization.k8s.io/v1',
  'resource.k8s.io/v1',
  'resource.k8s.io/v1beta2',
  'scheduling.k8s.io/v1',
  'storage.k8s.io/v1',
  'storagemigration.k8s.io/v1',
];

/** Groups of definitions that other stories made may still be going. */
function withoutStories(body: JsonValue): JsonValue {
  if (!isJsonObject(body)) return body;
  const isOurs = (one: JsonValue): boolean => !JSON.stringify(one).includes('replay.example');
  const filtered = Object.entries(body).map(([key, value]) => {
    return [key, Array.isArray(value) ? value.filter(isOurs) : value] as const;
  });
  return Object.fromEntries(filtered);
}

/** The documents with schemas. Those about groups, versions and keys say nothing that clients look up. */
function keysOfPaths(body: JsonValue): JsonValue {
  const paths = isJsonObject(body) ? body['paths'] : undefined;
  if (!isJsonObject(paths)) return body;
  const isOfVersion = (path: string): boolean => /^apis?\/.*v\d\w*$/.test(path) && !path.includes('replay.example');
  return Object.keys(paths).filter(isOfVersion).toSorted();
}

/** Of a document of schemas: what it holds, without the schemas themselves, the discovery, the old paths of watches and what lies below a proxy. */
function outline(body: JsonValue): JsonValue {
  if (!isJsonObject(body)) return body;
  const { paths, components } = body;
  const schemas = isJsonObject(components) ? components['schemas'] : undefined;
  return {
    openapi: body['openapi'] ?? null,
    paths: isJsonObject(paths)
      ? Object.keys(paths)
          .filter((path) => !/\/$|\/watch\/|\{path\}$/.test(path))
          .toSorted()
      : null,
    schemas: isJsonObject(schemas) ? Object.keys(schemas).toSorted() : null,
  };
}
