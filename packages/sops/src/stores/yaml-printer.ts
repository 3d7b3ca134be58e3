import { parseYaml } from '@flux19/yaml';
import { Document, Pair, Scalar, YAMLMap, YAMLSeq } from 'yaml';
import { plainNumber } from '../tree/plain-text.ts';
import {
  isComment,
  isList,
  isMap,
  isTime,
  type SopsComment,
  type SopsLeaf,
  type SopsMap,
  type SopsValue,
} from '../tree/sops-tree.ts';

/** Prints documents as SOPS does: indented by four, comments kept, `---` between. */
export function printYamlDocuments(documents: readonly SopsMap[]): string {
  return documents.map(printDocument).join('---\n');
}

function printDocument(map: SopsMap): string {
  const document = new Document(undefined, { schema: 'failsafe' });
  document.contents = mapNode(map) as never;
  return document.toString({ indent: 4, lineWidth: 0, flowCollectionPadding: false });
}

type YamlNode = Scalar | YAMLMap | YAMLSeq;

function nodeOf(value: SopsValue): YamlNode {
  if (isMap(value)) return mapNode(value);
  return isList(value) ? listNode(value.items) : scalarNode(value as SopsLeaf);
}

function mapNode({ entries }: SopsMap): YAMLMap {
  const node = new YAMLMap();
  const comments = new Comments();
  for (const entry of entries) {
    if (isComment(entry)) {
      comments.add(entry);
      continue;
    }
    const key = scalarNode(entry.key);
    const value = nodeOf(entry.value);
    comments.attach(key, value);
    node.items.push(new Pair(key, value));
  }
  comments.finish(node);
  return node;
}

function listNode(items: readonly (SopsValue | SopsComment)[]): YAMLSeq {
  const node = new YAMLSeq();
  const comments = new Comments();
  for (const item of items) {
    if (isComment(item)) {
      comments.add(item);
      continue;
    }
    const value = nodeOf(item);
    comments.attach(value, value);
    node.items.push(value);
  }
  comments.finish(node);
  return node;
}

/** Comments on their way to what follows them. */
class Comments {
  #above: string[] = [];
  #inline: string[] = [];

  add({ text, isInline }: SopsComment): void {
    (isInline ? this.#inline : this.#above).push(text);
  }

  attach(above: YamlNode, inline: YamlNode): void {
    if (this.#above.length > 0) above.commentBefore = this.#above.join('\n');
    if (this.#inline.length > 0) inline.comment = this.#inline.join('\n');
    this.#above = [];
    this.#inline = [];
  }

  /** What is left stands below. */
  finish(node: YAMLMap | YAMLSeq): void {
    const rest = [...this.#above, ...this.#inline];
    if (rest.length > 0) node.comment = rest.join('\n');
  }
}

function scalarNode(leaf: SopsLeaf): Scalar {
  if (typeof leaf === 'string') return stringNode(leaf);
  if (leaf instanceof Uint8Array) return tagged(Buffer.from(leaf).toString('base64'), '!!binary');
  if (typeof leaf === 'number') return bare(yamlNumber(leaf));
  if (leaf === null || typeof leaf === 'boolean' || typeof leaf === 'bigint') return bare(String(leaf));
  return bare(isTime(leaf) ? leaf.text : '');
}

function yamlNumber(value: number): string {
  if (Number.isFinite(value)) return Math.abs(value) < 1e21 ? plainNumber(value) : String(value);
  if (Number.isNaN(value)) return '.nan';
  return value > 0 ? '.inf' : '-.inf';
}

/** A scalar printed exactly so: in this schema everything is a text, and only some of them are quoted. */
function bare(text: string): Scalar {
  const node = new Scalar(text);
  node.type = 'PLAIN';
  return node;
}

function tagged(text: string, tag: string): Scalar {
  const node = new Scalar(text);
  node.tag = tag;
  return node;
}

/** Texts that any reader could take for something else are quoted. */
function stringNode(text: string): Scalar {
  const node = new Scalar(text);
  if (text.includes('\n')) node.type = /[^\S\n]\n|\n[^\S\n]*$/.test(text.trimEnd()) ? 'QUOTE_DOUBLE' : 'BLOCK_LITERAL';
  else node.type = isPlain(text) ? 'PLAIN' : 'QUOTE_DOUBLE';
  return node;
}

function isPlain(text: string): boolean {
  if (!/^[\w./@%][\w ./@%+=,()-]*$/.test(text) || text.endsWith(' ')) return false;
  return parseYaml(text, { dialect: 'v3' }) === text && parseYaml(text) === text && !/^[\d:]+$/.test(text);
}
