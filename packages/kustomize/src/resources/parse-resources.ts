import { KustomizeError } from '../engine/kustomize-error.ts';
import type { Notes } from '../reading/notes.ts';
import { readDocument } from '../reading/read-document.ts';
import { SyntaxProblem } from '../reading/syntax-error.ts';
import { markTexts } from '../values/mark-texts.ts';
import { copyFields, type Fields, getField, isEmpty, isFields, isNull, type Value } from '../values/value.ts';
import { Resource } from './resource.ts';

interface Part {
  readonly text: string;
  /** Line ends before the part. */
  readonly skipped: number;
}

/** Reads the resources of a file: its documents, with lists of resources taken apart. `notes` collects comments and styles. Throws KustomizeError. */
export function parseResources(text: string, file: string | undefined, notes?: Notes): Resource[] {
  const parts = splitDocuments(text.includes('\r\n') ? text.replaceAll('\r\n', '\n') : text, file);
  const documents: Resource[] = [];
  for (const part of parts) readPart(part, parts.length === 1, file, documents, notes);
  return expandLists(documents.filter((resource) => check(resource)));
}

/** Documents end at lines that start with `---`, wherever those are. */
function splitDocuments(text: string, file: string | undefined): Part[] {
  if (text === '') return [];
  const parts: Part[] = [];
  const separator = /\n---(.*)\n/g;
  let start = 0;
  let skipped = 0;
  for (let match = separator.exec(text); match !== null; match = separator.exec(text)) {
    const rest = (match[1] ?? '').trim();
    if (rest !== '' && !rest.startsWith('#')) {
      throw malformed(
        `invalid document separator: ${match[0].trim()}`,
        file,
        skipped + countLines(text, start, match.index) + 2,
      );
    }
    const part = text.slice(start, match.index + 1);
    parts.push({ text: part, skipped });
    skipped += countLines(text, start, match.index + match[0].length);
    start = match.index + match[0].length;
  }
  parts.push({ text: text.slice(start), skipped });
  return parts;
}

function countLines(text: string, from: number, to: number): number {
  let count = 0;
  for (let at = text.indexOf('\n', from); at >= 0 && at < to; at = text.indexOf('\n', at + 1)) count++;
  return count;
}

function malformed(
  message: string,
  file: string | undefined,
  line: number | undefined,
  cause?: unknown,
): KustomizeError {
  return new KustomizeError(message, { reason: 'MalformedYaml', file, line, cause });
}

function readPart(
  part: Part,
  isOnly: boolean,
  file: string | undefined,
  documents: Resource[],
  notes: Notes | undefined,
): void {
  const document = readSafely(part, file, notes);
  if (document === undefined || isNull(document.value)) return;
  const { value } = document;
  const line = document.line + part.skipped;
  const items = isFields(value) && isOnly ? wrappedItems(value) : undefined;
  if (items !== undefined) {
    for (const item of items) documents.push(place(item, file, line));
  } else documents.push(place(value, file, line));
}

function readSafely(part: Part, file: string | undefined, notes: Notes | undefined): ReturnType<typeof readDocument> {
  try {
    return readDocument(part.text, 'v3', notes);
  } catch (cause) {
    if (!(cause instanceof SyntaxProblem)) throw cause;
    const line = cause.line + part.skipped;
    throw malformed(`MalformedYAMLError: yaml: line ${cause.line}: ${cause.message}`, file, line, cause);
  }
}

/** A single List or ResourceList stands for its items. */
function wrappedItems(value: Fields): readonly Value[] | undefined {
  const kind = value['kind'];
  if (kind !== 'List' && kind !== 'ResourceList') return undefined;
  const items = getField(value, 'items');
  if (items === undefined) return getField(value, 'functionConfig') === undefined ? undefined : [];
  return Array.isArray(items) ? items : [];
}

function place(value: Value, file: string | undefined, line: number): Resource {
  // A document that is no map has no kind: the check refuses it.
  const resource = new Resource(isFields(value) ? value : isEmpty(value) ? {} : { '': value });
  resource.file = file;
  resource.line = line;
  return resource;
}

/** False for an empty document. Throws for one without kind or name. */
function check(resource: Resource): boolean {
  if (resource.isEmpty) return false;
  const { kind } = resource;
  const details = { reason: 'InvalidResource', file: resource.file, line: resource.line };
  if (!hasMetadata(resource)) throw new KustomizeError('missing Resource metadata', details);
  if (kind === '' || isNull(resource.value?.['kind'])) {
    throw new KustomizeError(`missing kind in object ${describe(resource)}`, { ...details, field: 'kind' });
  }
  if (!kind.endsWith('List') && resource.name === '') {
    throw new KustomizeError(`missing metadata.name in object ${describe(resource)}`, {
      ...details,
      field: 'metadata.name',
    });
  }
  return true;
}

function hasMetadata(resource: Resource): boolean {
  const { value } = resource;
  if (value === undefined) return false;
  if (!isEmpty(getField(value, 'apiVersion')) || !isEmpty(getField(value, 'kind'))) return true;
  const metadata = resource.metadata;
  return (
    metadata !== undefined &&
    ['name', 'namespace', 'labels', 'annotations'].some((field) => !isEmpty(getField(metadata, field)))
  );
}

function describe(resource: Resource): string {
  const { apiVersion, kind, name, namespace } = resource;
  return `{{${apiVersion} ${kind}} {{${name} ${namespace}} map[] map[]}}`;
}

/** Kinds that end in List and have items stand for those. What they hold goes to the end. */
function expandLists(resources: Resource[]): Resource[] {
  const result: Resource[] = [];
  const queue = [...resources];
  for (let resource = queue.shift(); resource !== undefined; resource = queue.shift()) {
    const items = resource.kind.endsWith('List') ? getField(resource.value ?? {}, 'items') : undefined;
    if (items === undefined) result.push(resource);
    else if (Array.isArray(items)) queue.push(...itemsOf(items, resource));
    else if (!isNull(items)) {
      throw new KustomizeError(`expected array in ${resource.kind}/items, but found ${typeof items}`, {
        reason: 'InvalidResource',
        file: resource.file,
        line: resource.line,
        field: 'items',
      });
    }
  }
  return result;
}

function itemsOf(items: readonly Value[], list: Resource): Resource[] {
  // Upstream, items are JSON in between, where every text has quotes.
  markTexts(items as Value[], 'all');
  const resources = items.map((item) => place(isFields(item) ? copyFields(item) : item, list.file, list.line));
  return resources.filter((resource) => check(resource));
}
