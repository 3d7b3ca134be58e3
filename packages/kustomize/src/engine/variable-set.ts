import { effectiveNamespace, type ResourceId, splitApiVersion } from '../identity/gvk.ts';
import type { Variable } from '../kustomization/kustomization.ts';
import { lookup } from '../replacement/lookup.ts';
import { splitFieldPath } from '../replacement/split-field-path.ts';
import type { Resource } from '../resources/resource.ts';
import type { ResourceList } from '../resources/resource-list.ts';
import { isScalar, type Value } from '../values/value.ts';
import { KustomizeError } from './kustomize-error.ts';

/** The legacy `vars` of a build, by name. */
export type VariableSet = ReadonlyMap<string, Variable>;

/** Adds variables to a set. Throws when a name is taken. */
export function mergeVariables(set: VariableSet, incoming: Iterable<Variable>): VariableSet {
  const merged = new Map(set);
  for (const variable of incoming) {
    const name = variable.name ?? '';
    if (merged.has(name))
      throw new KustomizeError(`var '${name}' already encountered`, { reason: 'InvalidVariable', field: 'vars' });
    merged.set(name, variable);
  }
  return merged.size === set.size ? set : merged;
}

/** Marks the resource that each variable reads, so that it is found again after renames. Throws when there are several. */
export function markReferred(list: ResourceList, variables: readonly Variable[]): void {
  for (const variable of variables) {
    const id = targetOf(variable);
    const matches = list.resources.filter((resource) => !resource.isEmpty && refersTo(resource, id));
    if (matches.length > 1) {
      throw new KustomizeError(
        `found ${matches.length} resId matches for var ${variableText(variable)} (unable to disambiguate)`,
        { reason: 'InvalidVariable', field: 'vars' },
      );
    }
    const [match] = matches;
    if (match !== undefined) match.varNames = [...match.varNames, variable.name ?? ''];
  }
}

function targetOf({ objref = {} }: Variable): ResourceId {
  const { group = '', version = '', kind = '', name = '', namespace = '', apiVersion } = objref;
  const gv = apiVersion ? splitApiVersion(apiVersion) : { group, version };
  return { ...gv, kind, name, namespace, isClusterScoped: false };
}

/**
 * Without a namespace, a variable finds its resource in any. With one, never a cluster scoped resource: the id in the kustomization
 * does not know its scope.
 */
function refersTo(resource: Resource, id: ResourceId): boolean {
  return [...resource.previousIds, resource.id].some(
    (other) =>
      other.name === id.name &&
      sameGvk(other, id) &&
      (id.namespace === '' || effectiveNamespace(other) === id.namespace),
  );
}

function sameGvk(left: ResourceId, right: ResourceId): boolean {
  return left.group === right.group && left.version === right.version && left.kind === right.kind;
}

function variableText(variable: Variable): string {
  const { group, version, kind } = targetOf(variable);
  const gvk = `${kind || '[noKind]'}.${version || '[noVer]'}.${group || '[noGrp]'}`;
  return `{${variable.name ?? ''} ${gvk} {${fieldPath(variable)}}}`;
}

function fieldPath({ fieldref }: Variable): string {
  return fieldref?.fieldPath || 'metadata.name';
}

/** The values of variables; those of maps and lists are left out, since they cannot stand in a text. */
export function variableValues(list: ResourceList, set: VariableSet): Map<string, Value> {
  const values = new Map<string, Value>();
  for (const name of [...set.keys()].sort()) {
    const variable = set.get(name) as Variable;
    const value = readVariable(list, variable);
    if (isScalar(value)) values.set(name, value);
  }
  return values;
}

function readVariable(list: ResourceList, variable: Variable): Value {
  const resource = list.resources.find(({ varNames }) => varNames.includes(variable.name ?? ''));
  const failure = (what: string) =>
    new KustomizeError(`var '${variableText(variable)}' ${what}`, { reason: 'InvalidVariable', field: 'vars' });
  if (resource === undefined) throw failure('cannot be mapped to a field in the set of known resources');
  let value: Value | undefined;
  try {
    value = lookup(resource.value, withIndexes(splitFieldPath(fieldPath(variable))));
  } catch {
    value = undefined;
  }
  if (value === undefined) {
    throw new KustomizeError(`field specified in var '${variableText(variable)}' not found in corresponding resource`, {
      reason: 'InvalidVariable',
      field: 'vars',
    });
  }
  return value;
}

/** `ports[0]` is the field `ports` and the index 0. */
function withIndexes(parts: readonly string[]): string[] {
  return parts.flatMap((part) => {
    const match = /^(.*)\[(\d+)\]$/.exec(part);
    if (match === null) return [part];
    return match[1] === '' ? [match[2] ?? ''] : [match[1] ?? '', match[2] ?? ''];
  });
}
