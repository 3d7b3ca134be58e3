import { parseDocuments, parseYaml } from '@flux19/yaml';
import {
  type Document,
  isAlias,
  isScalar,
  isSeq,
  isMap as isYamlMap,
  type Node,
  parseAllDocuments,
  type Scalar,
} from 'yaml';
import { causedBy, SopsError } from '../sops-error.ts';
import type { SopsComment, SopsEntry, SopsLeaf, SopsList, SopsMap, SopsValue } from '../tree/sops-tree.ts';

/** How many values aliases may add to a file. */
const maxAliasedValues = 10_000;

type Parts<Part> = (Part | SopsComment)[];

/** Reads YAML with its comments and the order of its names. Scalars are resolved as go.yaml.in/yaml/v3 does. Throws SopsError. */
export function readYaml(text: string): readonly SopsMap[] {
  checkBounds(text);
  const documents = parseAllDocuments(text, { schema: 'failsafe', uniqueKeys: true, version: '1.2' });
  if (!Array.isArray(documents)) return [];
  return documents.map((document) => new DocumentReader(document as Document).read());
}

/** Our own reader bounds depth and aliases, and its errors name lines; the other one knows about comments. */
function checkBounds(text: string): void {
  try {
    parseDocuments(text, { dialect: 'v3' });
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw causedBy(cause, 'Malformed', `invalid YAML: ${why}`);
  }
}

class DocumentReader {
  readonly #document: Document;
  #aliasDepth = 0;
  #aliased = 0;

  constructor(document: Document) {
    this.#document = document;
  }

  read(): SopsMap {
    const { contents, commentBefore, comment } = this.#document;
    const value = contents === null ? null : this.#value(contents);
    const isEmpty = value === null;
    if (!isEmpty && (typeof value !== 'object' || !('kind' in value) || value.kind !== 'map')) {
      const what = typeof value === 'object' && 'kind' in value && value.kind === 'list' ? 'sequences' : 'values';
      throw new SopsError('Malformed', `YAML documents that are ${what} are not supported`);
    }
    const entries = isEmpty ? [] : value.entries;
    return { kind: 'map', entries: [...commentsOf(commentBefore), ...entries, ...commentsOf(comment)] };
  }

  #value(node: Node | null): SopsValue {
    if (node === null) return null;
    if (isScalar(node)) return leafOf(node);
    this.#count();
    if (isYamlMap(node)) return this.#map(node.items as readonly YamlPair[], node);
    if (isSeq(node)) return this.#list(node.items as readonly (Node | null)[], node);
    if (!isAlias(node)) return null;
    this.#aliasDepth += 1;
    const value = this.#value(node.resolve(this.#document) ?? null);
    this.#aliasDepth -= 1;
    return value;
  }

  #count(): void {
    if (this.#aliasDepth === 0) return;
    this.#aliased += 1;
    if (this.#aliased > maxAliasedValues) throw new SopsError('TooLarge', 'aliases make the file too large');
  }

  #map(items: readonly YamlPair[], node: Commented): SopsMap {
    const entries: Parts<SopsEntry> = [...commentsOf(node.commentBefore)];
    for (const { key, value } of items) {
      if (!isScalar(key))
        throw new SopsError('Malformed', 'Tree contains a non-string key. Only string keys are supported');
      const name = leafOf(key);
      if (typeof name !== 'string') {
        throw new SopsError(
          'Malformed',
          `Tree contains a non-string key: ${String(key.source)}. Only string keys are supported`,
        );
      }
      entries.push(...commentsOf(key.commentBefore), ...commentsOf(key.comment, true));
      const isShort = isScalar(value) || isAlias(value);
      if (isShort) entries.push(...commentsOf(value.commentBefore), ...commentsOf(value.comment, true));
      entries.push({ kind: 'entry', key: name, value: this.#value(value) });
    }
    entries.push(...commentsOf(node.comment));
    return { kind: 'map', entries };
  }

  #list(nodes: readonly (Node | null)[], node: Commented): SopsList {
    const items: Parts<SopsValue> = [...commentsOf(node.commentBefore)];
    for (const item of nodes) {
      const isShort = isScalar(item) || isAlias(item);
      if (isShort) items.push(...commentsOf(item.commentBefore), ...commentsOf(item.comment, true));
      items.push(this.#value(item));
    }
    items.push(...commentsOf(node.comment));
    return { kind: 'list', items };
  }
}

interface Commented {
  readonly commentBefore?: string | null | undefined;
  readonly comment?: string | null | undefined;
}

interface YamlPair {
  readonly key: Node;
  readonly value: Node | null;
}

function commentsOf(text: string | null | undefined, isInline = false): SopsComment[] {
  const lines = (text ?? '').split('\n').filter((line) => line !== '');
  return lines.map((line) => ({ kind: 'comment', text: line, isInline }));
}

const stringTags: ReadonlySet<string> = new Set(['tag:yaml.org,2002:str', '!']);
const binaryTag = 'tag:yaml.org,2002:binary';

function leafOf(node: Scalar): SopsLeaf {
  const text = String(node.value ?? '');
  if (node.tag === binaryTag) return Buffer.from(text, 'base64');
  const isText = node.type !== 'PLAIN' || stringTags.has(node.tag ?? '');
  if (isText && (node.tag === undefined || stringTags.has(node.tag))) return text;
  return resolve(text);
}

/** Only these can begin something else than a text. */
const mayBeTyped = /^(?:[-+.~0-9]|[tTfFnN]\w{3,4}$|$)/;
const date = /^\d{4}-\d{1,2}-\d{1,2}(?:$|[Tt ]\d)/;

function resolve(text: string): SopsLeaf {
  if (!mayBeTyped.test(text)) return text;
  const value = parseYaml(text, { dialect: 'v3' });
  if (value === null || typeof value !== 'object') {
    return typeof value === 'string' && date.test(text) && value !== '' ? { kind: 'time', text: value } : value;
  }
  return text;
}
