import { quoteGo } from '@flux19/objects';
import { lexTemplate } from './lex-template.ts';
import type { BranchNode, ListNode, LoopControlNode, Node, TemplateNode } from './nodes.ts';
import { parsePipeline } from './parse-pipeline.ts';
import { fail, nested, type ParseScope, unexpected } from './parse-scope.ts';
import type { Token, TokenKind } from './token.ts';
import { TokenStream } from './token-stream.ts';
import { unquote } from './unquote.ts';

/** What ends a list of nodes. */
class EndMark {
  readonly kind: 'end' | 'else';
  readonly at: number;

  constructor(kind: 'end' | 'else', at: number) {
    this.kind = kind;
    this.at = at;
  }
}

/**
 * Reads a template and those that it defines, by name. Throws `TemplateError`.
 *
 * @param hasFunction functions have to be known when a template is read
 */
export function parseTemplate(
  name: string,
  text: string,
  hasFunction: (name: string) => boolean,
): ReadonlyMap<string, ListNode> {
  const scope: ParseScope = {
    name,
    tokens: new TokenStream(lexTemplate(text)),
    hasFunction,
    trees: new Map(),
    variables: ['$'],
    loops: 0,
    depth: 0,
    actionLine: 0,
  };
  addTree(scope, name, parseRoot(scope));
  return scope.trees;
}

function parseRoot(scope: ParseScope): ListNode {
  const { tokens } = scope;
  const root: ListNode = { kind: 'list', at: tokens.peek().at, nodes: [] };
  while (tokens.peek().kind !== 'eof') {
    if (tokens.peek().kind === 'leftDelimiter') {
      const delimiter = tokens.next();
      const first = tokens.nextSolid();
      if (first.kind === 'define') {
        parseDefinition(scope);
        continue;
      }
      tokens.back(delimiter, first);
    }
    const node = parseTextOrAction(scope);
    if (node instanceof EndMark) throw fail(scope, `unexpected {{${node.kind}}}`);
    root.nodes.push(node);
  }
  return root;
}

function parseDefinition(scope: ParseScope): void {
  const context = 'define clause';
  const name = expectName(scope, scope.tokens.nextSolid(), context);
  expect(scope, 'rightDelimiter', context);
  const body = parseBody(scope, context);
  addTree(scope, name, body);
}

/** The list of a template of its own: variables from outside are not known in it. */
function parseBody(scope: ParseScope, context: string): ListNode {
  const outside = scope.variables.splice(0, scope.variables.length, '$');
  const { loops } = scope;
  scope.loops = 0;
  const { list, end } = parseList(scope);
  if (end.kind !== 'end') throw fail(scope, `unexpected {{${end.kind}}} in ${context}`);
  scope.variables.splice(0, scope.variables.length, ...outside);
  scope.loops = loops;
  return list;
}

/** A template that is empty may be defined anew. */
function addTree(scope: ParseScope, name: string, list: ListNode): void {
  const known = scope.trees.get(name);
  if (known === undefined || isEmpty(known)) scope.trees.set(name, list);
  else if (!isEmpty(list)) throw fail(scope, `template: multiple definition of template ${quoteGo(name)}`);
}

/** Whether a template has nothing but blanks. */
export function isEmpty(node: Node): boolean {
  if (node.kind === 'list') return node.nodes.every(isEmpty);
  return node.kind === 'text' && node.text.trim() === '';
}

function parseList(scope: ParseScope): { readonly list: ListNode; readonly end: EndMark } {
  const { tokens } = scope;
  const list: ListNode = { kind: 'list', at: tokens.peekSolid().at, nodes: [] };
  while (tokens.peekSolid().kind !== 'eof') {
    const node = parseTextOrAction(scope);
    if (node instanceof EndMark) return { list, end: node };
    list.nodes.push(node);
  }
  tokens.next();
  throw fail(scope, 'unexpected EOF');
}

function parseTextOrAction(scope: ParseScope): Node | EndMark {
  const token = scope.tokens.nextSolid();
  if (token.kind === 'text') return { kind: 'text', at: token.at, text: token.text };
  if (token.kind !== 'leftDelimiter') throw unexpected(scope, token, 'input');
  scope.actionLine = token.line;
  try {
    return parseAction(scope);
  } finally {
    scope.actionLine = 0;
  }
}

function parseAction(scope: ParseScope): Node | EndMark {
  const token = scope.tokens.nextSolid();
  switch (token.kind) {
    case 'block':
      return parseBlock(scope);
    case 'break':
    case 'continue':
      return parseLoopControl(scope, token.kind, token.at);
    case 'else':
      return parseElse(scope);
    case 'end':
      return new EndMark('end', expect(scope, 'rightDelimiter', 'end').at);
    case 'if':
    case 'range':
    case 'with':
      return parseBranch(scope, token.kind);
    case 'template':
      return parseTemplateCall(scope);
    default: {
      scope.tokens.back(token);
      return { kind: 'action', at: token.at, pipe: parsePipeline(scope, 'command', 'rightDelimiter') };
    }
  }
}

function parseLoopControl(scope: ParseScope, kind: LoopControlNode['kind'], at: number): LoopControlNode {
  const token = scope.tokens.nextSolid();
  if (token.kind !== 'rightDelimiter') throw unexpected(scope, token, `{{${kind}}}`);
  if (scope.loops === 0) throw fail(scope, `{{${kind}}} outside {{range}}`);
  return { kind, at };
}

function parseElse(scope: ParseScope): EndMark {
  const next = scope.tokens.peekSolid();
  if (next.kind === 'if' || next.kind === 'with') return new EndMark('else', next.at);
  return new EndMark('else', expect(scope, 'rightDelimiter', 'else').at);
}

function parseBranch(scope: ParseScope, kind: BranchNode['kind']): BranchNode {
  return nested(scope, () => {
    const known = scope.variables.length;
    const pipe = parsePipeline(scope, kind, 'rightDelimiter');
    if (kind === 'range') scope.loops += 1;
    const { list, end } = parseList(scope);
    if (kind === 'range') scope.loops -= 1;
    const elseList = end.kind === 'else' ? parseElseList(scope, kind, end) : undefined;
    scope.variables.length = known;
    return { kind, at: pipe.at, pipe, list, elseList };
  });
}

/** `{{else}}`, `{{else if}}` and `{{else with}}`; the latter two share the `end`. */
function parseElseList(scope: ParseScope, kind: BranchNode['kind'], mark: EndMark): ListNode {
  const next = scope.tokens.peek();
  if (kind !== 'range' && next.kind === kind) {
    scope.tokens.next();
    return { kind: 'list', at: mark.at, nodes: [parseBranch(scope, kind)] };
  }
  const { list, end } = parseList(scope);
  if (end.kind !== 'end') throw fail(scope, `expected end; found {{${end.kind}}}`);
  return list;
}

function parseBlock(scope: ParseScope): TemplateNode {
  const context = 'block clause';
  const token = scope.tokens.nextSolid();
  const name = expectName(scope, token, context);
  const pipe = parsePipeline(scope, context, 'rightDelimiter');
  addTree(
    scope,
    name,
    nested(scope, () => parseBody(scope, context)),
  );
  return { kind: 'template', at: token.at, name, pipe };
}

function parseTemplateCall(scope: ParseScope): TemplateNode {
  const context = 'template clause';
  const token = scope.tokens.nextSolid();
  const name = expectName(scope, token, context);
  const next = scope.tokens.nextSolid();
  if (next.kind === 'rightDelimiter') return { kind: 'template', at: token.at, name, pipe: undefined };
  scope.tokens.back(next);
  return { kind: 'template', at: token.at, name, pipe: parsePipeline(scope, context, 'rightDelimiter') };
}

function expect(scope: ParseScope, kind: TokenKind, context: string): Token {
  const token = scope.tokens.nextSolid();
  if (token.kind !== kind) throw unexpected(scope, token, context);
  return token;
}

function expectName(scope: ParseScope, token: Token, context: string): string {
  if (token.kind !== 'string' && token.kind !== 'rawString') throw unexpected(scope, token, context);
  const name = unquote(token.text);
  if (name === undefined) throw fail(scope, 'invalid syntax');
  return name;
}
