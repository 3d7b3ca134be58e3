import { TemplateError } from '../template-error.ts';
import type { ListNode } from './nodes.ts';
import { describeToken, type Token } from './token.ts';
import type { TokenStream } from './token-stream.ts';

/** What is known while a template is read: its tokens, functions, and where in it the reader is. */
export interface ParseScope {
  readonly name: string;
  readonly tokens: TokenStream;
  readonly hasFunction: (name: string) => boolean;
  /** Templates by name, filled by `define` and `block`. */
  readonly trees: Map<string, ListNode>;
  /** Variables that may be used, from the outermost on. */
  readonly variables: string[];
  /** Loops around the place. */
  loops: number;
  /** Brackets and branches around the place. */
  depth: number;
  /** Line on which the action began, 0 outside of actions. */
  actionLine: number;
}

/** Deeper nesting is refused: it would exhaust the stack. */
const maximumDepth = 200;

export function fail(scope: ParseScope, why: string): TemplateError {
  return new TemplateError(`template: ${scope.name}:${scope.tokens.line}: ${why}`);
}

/** The error for a token that must not stand where it stands. */
export function unexpected(scope: ParseScope, token: Token, context: string): TemplateError {
  if (token.kind !== 'error') return fail(scope, `unexpected ${describeToken(token)} in ${context}`);
  const isElsewhere = scope.actionLine !== 0 && scope.actionLine !== token.line;
  const started = ` in action started at ${scope.name}:${scope.actionLine}`;
  const extra = token.text.endsWith(' action') ? started.slice(' in action'.length) : started;
  return fail(scope, token.text + (isElsewhere ? extra : ''));
}

/** Runs a reader one level deeper. Throws `TemplateError` when that is too deep. */
export function nested<Result>(scope: ParseScope, read: () => Result): Result {
  if (scope.depth >= maximumDepth) throw fail(scope, 'max expression depth exceeded');
  scope.depth += 1;
  try {
    return read();
  } finally {
    scope.depth -= 1;
  }
}
