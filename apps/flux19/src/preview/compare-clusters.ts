import { maskDifference } from '@flux19/apply';
import { formatObject, inventoryId, type KubeObject, objectReference } from '@flux19/objects';
import { printYaml } from '@flux19/yaml';
import { createTwoFilesPatch } from 'diff';
import { nameOf, type RenderedCluster } from './rendered.ts';

/** How one object differs between two revisions of a repository. */
export interface Change {
  readonly action: 'created' | 'changed' | 'deleted';
  /** `namespace/name` of the Kustomization. */
  readonly kustomization: string;
  /** `Kind/namespace/name`. */
  readonly object: string;
  /** Unified diff of the object as YAML, with the values of Secrets masked. */
  readonly diff: string;
}

interface Owned {
  readonly kustomization: string;
  readonly object: KubeObject;
}

/** What would change in a cluster between two revisions, object by object, in the order of the new one; deletions come last. */
export function compareClusters(
  before: RenderedCluster | undefined,
  after: RenderedCluster | undefined,
): readonly Change[] {
  const [old, now] = [ownedObjects(before), ownedObjects(after)];
  const present = [...now].flatMap(([id, { kustomization, object }]) => {
    const previous = old.get(id)?.object;
    return change(previous === undefined ? 'created' : 'changed', kustomization, previous, object);
  });
  // A Kustomization that cannot be rendered deletes nothing: the cluster keeps what it has.
  const failed = new Set(
    after?.kustomizations
      .filter(({ failure }) => failure !== undefined)
      .map((rendered) => nameOf(rendered.kustomization)),
  );
  const gone = [...old].filter(([id, { kustomization }]) => !now.has(id) && !failed.has(kustomization));
  const deleted = gone.flatMap(([, { kustomization, object }]) => change('deleted', kustomization, object, undefined));
  return [...present, ...deleted];
}

function ownedObjects(cluster: RenderedCluster | undefined): ReadonlyMap<string, Owned> {
  const owned = new Map<string, Owned>();
  for (const { kustomization, objects } of cluster?.kustomizations ?? []) {
    for (const { object } of objects) {
      const id = `${inventoryId(objectReference(object))} ${object.apiVersion.split('/')[0]}`;
      owned.set(id, { kustomization: nameOf(kustomization), object });
    }
  }
  return owned;
}

function change(
  action: Change['action'],
  kustomization: string,
  before: KubeObject | undefined,
  after: KubeObject | undefined,
): Change[] {
  const [old, now] = masked(before, after);
  const [oldText, newText] = [textOf(old), textOf(now)];
  if (oldText === newText) return [];
  const object = after ?? before;
  const name = object === undefined ? '' : formatObject(objectReference(object));
  const diff = createTwoFilesPatch(name, name, oldText, newText, 'before', 'after', { context: 3 });
  return [{ action, kustomization, object: name, diff: diff.replace(/^Index:.*\n=+\n/, '') }];
}

function textOf(object: KubeObject | undefined): string {
  return object === undefined ? '' : printYaml(object as never);
}

/** Secrets show that a value differs, never the value. */
function masked(
  before: KubeObject | undefined,
  after: KubeObject | undefined,
): [KubeObject | undefined, KubeObject | undefined] {
  const [old, now] = [before, after].map((object) => (object?.kind === 'Secret' ? withDataOnly(object) : object));
  const one = now ?? old;
  if (one?.kind !== 'Secret') return [old, now];
  const { live, merged } = maskDifference(old ?? { ...one, data: {} }, now ?? { ...one, data: {} });
  return [old === undefined ? undefined : live, now === undefined ? undefined : merged];
}

/** Values in plain text are values like the others. */
function withDataOnly({ stringData, ...secret }: KubeObject): KubeObject {
  if (stringData === undefined) return secret as KubeObject;
  return { ...(secret as KubeObject), data: { ...(secret['data'] as object), ...(stringData as object) } };
}
