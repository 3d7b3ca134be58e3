/** Identifies an object in a file; parts that it does not have are empty. */
export interface ObjectIdentifier {
  readonly apiVersion: string;
  readonly kind: string;
  readonly name: string;
  readonly namespace: string;
}

/** One value that a setter has changed. */
export interface Change {
  readonly oldValue: string;
  readonly newValue: string;
  /** `ns:name:tag` */
  readonly setter: string;
}

/** The changes of one object. */
export interface ObjectChanges {
  readonly object: ObjectIdentifier;
  readonly changes: readonly Change[];
}

/** What an update has changed: objects by file. Paths are relative to the folder that was updated. */
export type UpdateResult = ReadonlyMap<string, readonly ObjectChanges[]>;

/** Whether two identifiers name the same object. */
export function isSameObject(a: ObjectIdentifier, b: ObjectIdentifier): boolean {
  return a.apiVersion === b.apiVersion && a.kind === b.kind && a.name === b.name && a.namespace === b.namespace;
}

/** Changes of all files by object. */
export function objectsOf(result: UpdateResult): readonly ObjectChanges[] {
  const merged: { readonly object: ObjectIdentifier; readonly changes: Change[] }[] = [];
  for (const { object, changes } of [...result.values()].flat()) {
    const known = merged.find((other) => isSameObject(other.object, object));
    if (known === undefined) merged.push({ object, changes: [...changes] });
    else known.changes.push(...changes);
  }
  return merged;
}

/** Every different change once. */
export function changesOf(result: UpdateResult): readonly Change[] {
  const different = new Map<string, Change>();
  for (const change of [...result.values()].flat().flatMap(({ changes }) => changes)) {
    const key = JSON.stringify([change.setter, change.oldValue, change.newValue]);
    if (!different.has(key)) different.set(key, change);
  }
  return [...different.values()];
}
