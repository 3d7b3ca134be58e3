import { editScalars, YamlError } from '@flux19/yaml';
import { markerToken, parseMarker } from './marker.ts';
import { type Change, isSameObject, type ObjectChanges, type ObjectIdentifier } from './update-result.ts';

/** A file as the setters leave it. */
export interface UpdatedFile {
  readonly text: string;
  /** Empty when nothing has changed; then the text is what it was. */
  readonly objects: readonly ObjectChanges[];
}

/** Whether setters look at a file at all. */
export function isCandidate(path: string): boolean {
  const name = path.slice(path.lastIndexOf('/') + 1);
  return name.endsWith('.yaml') || name.endsWith('.yml') || name === 'Kustomization';
}

/**
 * Applies setters to the text of a file; every byte outside of the changed values stays. Undefined for a text that cannot be read: a
 * template of a chart, for example. Pure.
 */
export function updateFile(text: string, values: ReadonlyMap<string, string>): UpdatedFile | undefined {
  if (!text.includes(markerToken)) return { text, objects: [] };
  try {
    return applySetters(text, values);
  } catch (thrown) {
    if (thrown instanceof YamlError) return undefined;
    throw thrown;
  }
}

function applySetters(text: string, values: ReadonlyMap<string, string>): UpdatedFile {
  const documents = new Map<number, DocumentChanges>();
  const updated = editScalars(text, (site) => {
    const document = documents.get(site.document) ?? { object: { ...unnamed }, changes: [] };
    documents.set(site.document, document);
    const field = identifyingFields.get(site.path.join('/'));
    if (field !== undefined) document.object[field] = site.value;
    const setter = parseMarker(site.comment);
    const newValue = setter === undefined ? undefined : values.get(setter);
    if (setter === undefined || newValue === undefined || newValue === site.value) return undefined;
    document.changes.push({ oldValue: site.value, newValue, setter });
    return newValue;
  });
  return { text: updated, objects: byObject([...documents.values()].filter(({ changes }) => changes.length > 0)) };
}

interface DocumentChanges {
  readonly object: { -readonly [Field in keyof ObjectIdentifier]: string };
  readonly changes: Change[];
}

const unnamed: ObjectIdentifier = { apiVersion: '', kind: '', name: '', namespace: '' };

/** Where in a document it says what it is. */
const identifyingFields: ReadonlyMap<string, keyof ObjectIdentifier> = new Map([
  ['apiVersion', 'apiVersion'],
  ['kind', 'kind'],
  ['metadata/name', 'name'],
  ['metadata/namespace', 'namespace'],
]);

function byObject(documents: readonly DocumentChanges[]): ObjectChanges[] {
  const objects: DocumentChanges[] = [];
  for (const { object, changes } of documents) {
    const known = objects.find((other) => isSameObject(other.object, object));
    if (known === undefined) objects.push({ object, changes: [...changes] });
    else known.changes.push(...changes);
  }
  return objects;
}
