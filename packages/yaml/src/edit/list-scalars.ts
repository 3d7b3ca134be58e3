import type { ParsedNode, Scalar } from 'yaml';
import { LineIndex } from '../line-index.ts';
import { commentAbove, commentBehind, commentOfHeader } from './comments.ts';
import type { SourceDocument } from './compose-sources.ts';
import type { ScalarSite } from './scalar-site.ts';
import { yamlPackage } from './yaml-package.ts';

/** A scalar value, and what of the text it takes up. */
export interface SourceScalar {
  readonly site: ScalarSite;
  readonly node: Scalar.Parsed;
  /** Offsets of its first character and behind its last one, quotes included. */
  readonly start: number;
  readonly end: number;
  /** Inside brackets, where a plain scalar may hold fewer characters. */
  readonly isInFlow: boolean;
}

interface Place {
  readonly path: readonly (string | number)[];
  readonly document: number;
  readonly isInFlow: boolean;
}

/** Every scalar value in the order of the text. */
export function* listScalars(text: string, documents: readonly SourceDocument[]): Generator<SourceScalar> {
  const lines = new LineIndex(text);
  for (const [document, { contents }] of documents.entries()) {
    if (contents === null) continue;
    yield* walk(text, lines, contents, { path: [], document, isInFlow: false });
  }
}

function* walk(text: string, lines: LineIndex, node: unknown, place: Place): Generator<SourceScalar> {
  const { isCollection, isPair, isScalar } = yamlPackage();
  if (isScalar(node)) {
    const scalar = describe(text, lines, node as Scalar.Parsed, place);
    if (scalar !== undefined) yield scalar;
    return;
  }
  if (!isCollection(node)) return;
  const isInFlow = place.isInFlow || node.flow === true;
  for (const [index, item] of node.items.entries()) {
    const inner = { document: place.document, isInFlow };
    if (!isPair(item)) yield* walk(text, lines, item, { ...inner, path: [...place.path, index] });
    else yield* walk(text, lines, item.value, { ...inner, path: [...place.path, keyText(item.key)] });
  }
}

function keyText(key: unknown): string {
  return yamlPackage().isScalar(key) ? String(key.value) : String((key as ParsedNode | null)?.toString() ?? '');
}

/** A value that is not written at all has no place in the text and cannot be edited. */
function describe(text: string, lines: LineIndex, node: Scalar.Parsed, place: Place): SourceScalar | undefined {
  const [start, end] = node.range;
  if (start === end) return undefined;
  const value = typeof node.value === 'string' ? node.value : (node.source ?? '');
  const comment = commentOf(text, node, place.isInFlow);
  const site = { value, comment, line: lines.at(start).line, path: place.path, document: place.document };
  return { site, node, start, end, isInFlow: place.isInFlow };
}

function commentOf(text: string, node: Scalar.Parsed, isInFlow: boolean): string {
  const [start, end] = node.range;
  if (node.type === 'BLOCK_FOLDED' || node.type === 'BLOCK_LITERAL') return commentOfHeader(text, start);
  const behind = commentBehind(text, end, isInFlow);
  return behind === '' ? commentAbove(text, start) : behind;
}
