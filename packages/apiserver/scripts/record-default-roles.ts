// Keeps the roles and bindings that a fresh kube-apiserver makes:
// `kubectl get clusterroles,clusterrolebindings,roles,rolebindings -A -o json | node packages/apiserver/scripts/record-default-roles.ts`
import { writeFileSync } from 'node:fs';
import { text } from 'node:stream/consumers';
import type { JsonObject, KubeObject } from '@flux19/objects';

const target = new URL('../src/bootstrap/default-roles.generated.json', import.meta.url);
const { items } = JSON.parse(await text(process.stdin)) as { items: KubeObject[] };
const kinds: Record<string, JsonObject[]> = {};
for (const object of items.toSorted((a, b) => (order(a) < order(b) ? -1 : 1))) {
  kinds[object.kind] = [...(kinds[object.kind] ?? []), recorded(object)];
}
writeFileSync(target, `${JSON.stringify(kinds)}\n`);

function order({ kind, metadata }: KubeObject): string {
  return [kind, metadata.namespace ?? '', metadata.name].join(' ');
}

/** What cannot be told from the kind; rules that are gathered from other roles are gathered again. */
function recorded(object: KubeObject): JsonObject {
  const { name, namespace, labels = {} } = object.metadata;
  const { 'kubernetes.io/bootstrapping': _, ...ownLabels } = labels;
  const parts = ['rules', 'aggregationRule', 'roleRef', 'subjects'].flatMap((part) =>
    object[part] === undefined || object[part] === null ? [] : [[part, withoutGroup(object[part])]],
  );
  return {
    name,
    ...(namespace === undefined ? {} : { namespace }),
    ...(Object.keys(ownLabels).length === 0 ? {} : { labels: ownLabels }),
    ...Object.fromEntries(parts),
  };
}

function withoutGroup(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutGroup);
  if (typeof value !== 'object' || value === null || !('kind' in value)) return value;
  const { apiGroup: _, ...rest } = value as JsonObject;
  return rest;
}
