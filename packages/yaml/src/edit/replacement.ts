import { printString } from '../print-scalar.ts';
import type { SourceScalar } from './list-scalars.ts';
import { yamlPackage } from './yaml-package.ts';

/** The text that stands for a new value in place of a scalar, in the style of the old one as far as that can be. */
export function replacementOf({ node, isInFlow, start, end }: SourceScalar, value: string, text: string): string {
  const { Scalar } = yamlPackage();
  switch (node.type) {
    case Scalar.QUOTE_DOUBLE:
      return JSON.stringify(value);
    case Scalar.QUOTE_SINGLE:
      return /[\n\r]/.test(value) ? JSON.stringify(value) : `'${value.replaceAll("'", "''")}'`;
    case Scalar.BLOCK_FOLDED:
    case Scalar.BLOCK_LITERAL:
      return replaceBlock(value, text.slice(start, end));
    default:
      return plainOrQuoted(value, isInFlow);
  }
}

/** What has another meaning inside brackets. */
const flowIndicators = /[,[\]{}]/;

function plainOrQuoted(value: string, isInFlow: boolean): string {
  if (value.includes('\n')) return JSON.stringify(value);
  const style = { dialect: 'sigs', width: Number.POSITIVE_INFINITY } as const;
  const printed = printString(value, style, 0, 0);
  const isPlain = printed === value;
  return isPlain && isInFlow && flowIndicators.test(value) ? `'${value}'` : printed;
}

/** Keeps the header and the indentation; a folded or literal text of one line is what setters know. */
function replaceBlock(value: string, source: string): string {
  const [header = '', first = ''] = source.split('\n', 2);
  const indent = /^[ \t]*/.exec(first)?.[0] ?? '';
  const lineEnd = header.endsWith('\r') ? '\r\n' : '\n';
  const lines = value.replace(/\n+$/, '').split('\n');
  const body = lines.map((line) => (line === '' ? '' : indent + line)).join(lineEnd);
  return `${header}\n${body}${source.endsWith('\n') ? lineEnd : ''}`;
}
