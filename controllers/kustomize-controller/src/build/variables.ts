import type { Kustomization, SubstituteReference } from '@flux19/api';
import type { KubeObject } from '@flux19/objects';

/** A reference to values that do not exist, or values that cannot be used. */
export class VariablesError extends Error {
  override readonly name = 'VariablesError';
}

/** Flux: names of shell variables. */
const validName = /^[_A-Za-z][_A-Za-z0-9]*$/;

/** Finds the ConfigMap or Secret that a reference names, undefined when there is none. */
export type ReadValues = (reference: SubstituteReference, namespace: string) => Promise<KubeObject | undefined>;

/**
 * The variables of `spec.postBuild`: those of ConfigMaps and Secrets in their order, then the inline ones, which win.
 * Line breaks are taken out of values, since they go into one line of YAML. Throws {@link VariablesError}.
 */
export async function loadVariables(
  kustomization: Kustomization,
  read: ReadValues,
): Promise<ReadonlyMap<string, string>> {
  const variables = new Map<string, string>();
  const { substituteFrom = [], substitute = {} } = kustomization.spec.postBuild ?? {};
  for (const reference of substituteFrom) {
    const values = await valuesFor(reference, kustomization.metadata.namespace ?? '', read);
    for (const [name, value] of Object.entries(values)) variables.set(name, oneLine(value));
  }
  for (const [name, value] of Object.entries(substitute)) variables.set(name, oneLine(value));
  for (const name of variables.keys()) {
    if (validName.test(name)) continue;
    throw new VariablesError(`'${name}' var name is invalid, must match '^[_[:alpha:]][_[:alpha:][:digit:]]*$'`);
  }
  return variables;
}

function oneLine(value: string): string {
  return value.replaceAll('\n', '');
}

async function valuesFor(
  reference: SubstituteReference,
  namespace: string,
  read: ReadValues,
): Promise<Readonly<Record<string, string>>> {
  const { kind, name, optional } = reference;
  const found = await read(reference, namespace);
  if (found !== undefined) return valuesOf(found);
  if (optional === true) return {};
  const missing = `${kind.toLowerCase()}s "${name}" not found`;
  throw new VariablesError(`substitute from '${kind}/${name}' error: ${missing}`);
}

function valuesOf(object: KubeObject): Readonly<Record<string, string>> {
  const data = (object['data'] ?? {}) as Readonly<Record<string, string>>;
  if (object.kind !== 'Secret') return data;
  const decoded = Object.entries(data).map(([key, value]) => [key, Buffer.from(value, 'base64').toString()] as const);
  // A Secret that comes from a file instead of the API server may still have its values in plain text.
  return Object.fromEntries([...decoded, ...Object.entries((object['stringData'] ?? {}) as Record<string, string>)]);
}
