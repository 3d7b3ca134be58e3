import type { JsonObject } from '@flux19/objects';
import { objectsField, textField } from '../../json/fields.ts';
import { generateName } from '../../meta/generate-name.ts';

const prefix = 'kube-api-access-';
const mountPath = '/var/run/secrets/kubernetes.io/serviceaccount';
const tokenSeconds = 3607;
const fileMode = 0o644;

/** The fields of a pod's spec that mount the token of its account into every container that mounts nothing there itself. */
export function withTokenVolume(spec: JsonObject): JsonObject {
  const volumes = objectsField(spec, 'volumes');
  const known = volumes.map((volume) => textField(volume, 'name')).find((name) => name.startsWith(prefix));
  const name = known ?? generateName(prefix);
  const changes: JsonObject = {};
  let isNeeded = false;
  for (const list of ['initContainers', 'containers']) {
    const containers = objectsField(spec, list);
    if (containers.every(isMounted)) continue;
    isNeeded = true;
    changes[list] = containers.map((container) => (isMounted(container) ? container : withMount(container, name)));
  }
  return isNeeded && known === undefined ? { ...changes, volumes: [...volumes, tokenVolume(name)] } : changes;
}

function isMounted(container: JsonObject): boolean {
  return objectsField(container, 'volumeMounts').some((mount) => textField(mount, 'mountPath') === mountPath);
}

function withMount(container: JsonObject, name: string): JsonObject {
  const mounts = objectsField(container, 'volumeMounts');
  return { ...container, volumeMounts: [...mounts, { name, readOnly: true, mountPath }] };
}

function tokenVolume(name: string): JsonObject {
  return {
    name,
    projected: {
      sources: [
        { serviceAccountToken: { expirationSeconds: tokenSeconds, path: 'token' } },
        { configMap: { name: 'kube-root-ca.crt', items: [{ key: 'ca.crt', path: 'ca.crt' }] } },
        {
          downwardAPI: {
            items: [{ path: 'namespace', fieldRef: { apiVersion: 'v1', fieldPath: 'metadata.namespace' } }],
          },
        },
      ],
      defaultMode: fileMode,
    },
  };
}
