import { annotations } from '@flux19/api';
import { substitute } from '@flux19/expressions';
import type { KubeObject } from '@flux19/objects';
import { parseYaml, printYaml } from '@flux19/yaml';

export interface Substitution {
  readonly variables: ReadonlyMap<string, string>;
  /** A variable without value is an error instead of empty. */
  readonly strict: boolean;
}

/**
 * Replaces the variables in one object, on its text: values become numbers or booleans unless they are quoted there.
 * Objects that opt out by label or annotation come back as they are. Throws SubstitutionError or YamlError.
 */
export function substituteObject(object: KubeObject, { variables, strict }: Substitution): KubeObject {
  const { labels = {}, annotations: notes = {} } = object.metadata;
  const key = annotations.kustomizeSubstitute;
  if (labels[key] === 'disabled' || notes[key] === 'disabled') return object;
  const text = printYaml(object as never);
  if (!text.includes('$')) return object;
  const replaced = substitute(text, (name) => variables.get(name), { strict });
  return replaced === text ? object : (parseYaml(replaced) as unknown as KubeObject);
}
