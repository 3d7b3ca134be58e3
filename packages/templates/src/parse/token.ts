import { quoteGo } from '@flux19/objects';

/** Words that mean something, at the beginning of an action mostly. */
const keywordList = [
  'block',
  'break',
  'continue',
  'define',
  'else',
  'end',
  'if',
  'nil',
  'range',
  'template',
  'with',
] as const;

type Keyword = (typeof keywordList)[number];

export const keywords: ReadonlySet<string> = new Set(keywordList);

/** Kinds of tokens. Keywords have their own text as kind. */
export type TokenKind =
  | 'text'
  | 'leftDelimiter'
  | 'rightDelimiter'
  | 'leftParen'
  | 'rightParen'
  | 'space'
  | 'pipe'
  | 'declare'
  | 'assign'
  | 'char'
  | 'charConstant'
  | 'bool'
  | 'number'
  | 'string'
  | 'rawString'
  | 'identifier'
  | 'field'
  | 'variable'
  | 'dot'
  | 'error'
  | 'eof'
  | Keyword;

export interface Token {
  readonly kind: TokenKind;
  /** As it is written; of an error its message. */
  readonly text: string;
  /** Offset in the text. */
  readonly at: number;
  /** Counted from 1. */
  readonly line: number;
}

/** How many characters of a token messages show. */
const shownLength = 10;

/** A token in messages. */
export function describeToken({ kind, text }: Token): string {
  if (kind === 'eof') return 'EOF';
  if (kind === 'error') return text;
  if (kind === 'dot' || keywords.has(kind)) return `<${text}>`;
  const characters = [...text];
  return characters.length > shownLength ? `${quoteGo(characters.slice(0, shownLength).join(''))}...` : quoteGo(text);
}
