import { isJsonObject, type JsonObject } from '@flux19/objects';
import type { Story, StoryApi } from '../../story.ts';

/** A built-in kind, and one object of it. */
export interface KindExample {
  /** Group and version as in a path: `api/v1`, `apis/apps/v1`. */
  readonly api: string;
  readonly plural: string;
  readonly isClusterScoped?: boolean;
  /** With kind and a name; apiVersion comes from `api`. */
  readonly object: JsonObject & { readonly kind: string };
  /** What a merge patch changes beside the annotations. */
  readonly change?: JsonObject;
  /** The server protects it from deletion by a finalizer. */
  readonly isProtected?: boolean;
  /** What is written to `/status`, if the kind has that. */
  readonly status?: JsonObject;
}

const asTable: Readonly<Record<string, string>> = { accept: 'application/json;as=Table;v=v1;g=meta.k8s.io' };

/** A story that takes objects of several kinds through their lives, with all of their columns and managed fields. */
export function storyOfKinds(subject: string, examples: readonly KindExample[]): Story {
  return {
    subject,
    async tell(api) {
      const namespace = await api.namespace(`replay-${subject}`);
      for (const example of examples) await tellKind(api, namespace, example);
      await api.endNamespace(`replay-${subject}`);
    },
  };
}

async function tellKind(api: StoryApi, namespace: string, example: KindExample): Promise<void> {
  const { plural, object, change = {}, status } = example;
  // Events have two groups.
  const kind = `${object.kind}${example.api.includes('events') ? ' of events.k8s.io' : ''}`;
  const root = example.isClusterScoped ? '' : namespace.replace('/api/v1', '');
  const collection = `/${example.api}${root}/${plural}`;
  const apiVersion = example.api.replace(/^apis?\//, '');
  const name = nameOf(object);
  const path = `${collection}/${name}`;
  await api.create(`${kind}: create`, collection, { ...labelled(object), apiVersion });
  await api.get(`${kind}: print`, path, { headers: asTable });
  const identity = { apiVersion, kind: object.kind, metadata: { name } };
  await api.patch(`${kind}: apply a label`, 'apply', `${path}?fieldManager=labeller`, {
    ...identity,
    metadata: { name, labels: { applied: 'yes' } },
  });
  await api.patch(`${kind}: patch`, 'merge', path, { metadata: { annotations: { note: 'patched' } }, ...change });
  await api.replace(`${kind}: replace`, path, { ...labelled(object), apiVersion, ...merged(object, change) });
  if (status !== undefined) {
    await api.patch(`${kind}: patch the status`, 'merge', `${path}/status?fieldManager=keeper`, { status });
    await api.get(`${kind}: print the status`, path, { headers: asTable });
    const applied = { ...identity, status };
    await api.patch(`${kind}: apply the status`, 'apply', `${path}/status?fieldManager=applier`, applied);
  }
  await api.get(`${kind}: list`, `${collection}?labelSelector=replay%3Dyes`);
  if (example.isProtected === true) {
    await api.patch(`${kind}: drop the finalizers`, 'merge', path, { metadata: { finalizers: null } });
  }
  await api.remove(`${kind}: delete`, path, { gracePeriodSeconds: 0, propagationPolicy: 'Background' });
  const whole = { ...labelled(object), apiVersion };
  await api.patch(`${kind}: apply as a whole`, 'apply', `${path}?fieldManager=applier`, whole);
  const applied = { metadata: { finalizers: null } };
  if (example.isProtected === true) await api.patch(`${kind}: drop what protects it`, 'merge', path, applied);
  await api.remove(`${kind}: delete what was applied`, `${path}?propagationPolicy=Background`);
}

function nameOf(object: JsonObject): string {
  return (object['metadata'] as { name: string }).name;
}

function labelled(object: JsonObject): JsonObject {
  return { ...object, metadata: { ...(object['metadata'] as JsonObject), labels: { replay: 'yes' } } };
}

/** A change goes at most into the spec. */
function merged(object: JsonObject, change: JsonObject): JsonObject {
  const { spec } = object;
  if (!isJsonObject(spec) || !isJsonObject(change['spec'])) return change;
  return { ...change, spec: { ...spec, ...change['spec'] } };
}
