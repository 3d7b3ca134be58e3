/** A path as Kubernetes writes it. The empty string is the object itself, which texts call `<nil>`. */
export type FieldPath = string;

/** The path of a field with a fixed name. */
export function child(path: FieldPath, name: string): FieldPath {
  return path === '' ? name : `${path}.${name}`;
}

/** The path of an entry of a map, whose keys are free. */
export function entry(path: FieldPath, key: string): FieldPath {
  return `${path}[${key}]`;
}

/** The path of an item of a list. */
export function item(path: FieldPath, index: number): FieldPath {
  return `${path}[${index}]`;
}

/** The path as a text shows it. */
export function shown(path: FieldPath): string {
  return path === '' ? '<nil>' : path;
}
