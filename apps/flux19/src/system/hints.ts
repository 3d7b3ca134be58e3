import type { Condition, KubeObject } from '@flux19/objects';
import { specOf, statusOf } from '../kinds/flux-kind.ts';
import { fluxKindNamed } from '../kinds/flux-kinds.ts';
import { hintRules } from './hint-rules.ts';

/** What probably went wrong, and what to do or to look at next. Goes beside Flux's own message, never instead of it. */
export interface Hint {
  readonly cause: string;
  readonly next: string;
}

const pathOf = (object: KubeObject): string => String(specOf(object)['path'] ?? './');

/** A Kustomization that is content with nothing: what it should apply is somewhere else. */
function hintAtNothing(object: KubeObject): Hint | undefined {
  const { inventory } = (object['status'] ?? {}) as { readonly inventory?: { readonly entries?: readonly unknown[] } };
  if (object.kind !== 'Kustomization' || inventory === undefined || (inventory.entries ?? []).length > 0)
    return undefined;
  return {
    cause: `nothing was applied: ${pathOf(object)} holds no manifests, or its kustomization.yaml lists none of them`,
    next: `run flux19 kustomize build ${pathOf(object)} in a clone of the repository`,
  };
}

/** Nothing happens to an object that is suspended, whatever its last state. */
function hintAtRest(object: KubeObject): Hint | undefined {
  if (specOf(object)['suspend'] !== true) return undefined;
  const words = fluxKindNamed(object.kind)?.words.join(' ') ?? object.kind.toLowerCase();
  const { name, namespace } = object.metadata;
  return {
    cause: 'it is suspended: what is new in its source or its spec is not applied',
    next: `flux19 resume ${words} ${name} -n ${namespace}`,
  };
}

/** A hint about why an object is not ready, or has nothing to do; undefined when nothing is known about it. */
export function hintFor(object: KubeObject): Hint | undefined {
  const ready: Condition | undefined = statusOf(object).conditions?.find(({ type }) => type === 'Ready');
  const rest = hintAtRest(object);
  if (rest !== undefined) return rest;
  if (ready?.status === 'True') return hintAtNothing(object);
  if (ready === undefined || ready.status !== 'False') return undefined;
  const text = `${ready.reason}: ${ready.message}`;
  const rule = hintRules.find(({ pattern }) => pattern.test(text));
  return rule === undefined ? undefined : { cause: rule.cause, next: rule.next(object) };
}
