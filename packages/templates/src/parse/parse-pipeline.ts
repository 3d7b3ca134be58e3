import { quoteGo } from '@flux19/objects';
import { describeNode } from './describe-node.ts';
import type { CommandNode, NumberNode, OperandNode, PipeNode, VariableNode } from './nodes.ts';
import { parseNumber } from './number-constant.ts';
import { fail, nested, type ParseScope, unexpected } from './parse-scope.ts';
import type { Token, TokenKind } from './token.ts';
import { unquote } from './unquote.ts';

interface Declarations {
  readonly variables: readonly VariableNode[];
  readonly isAssign: boolean;
}

const commandStarts: ReadonlySet<TokenKind> = new Set<TokenKind>([
  'bool',
  'charConstant',
  'dot',
  'field',
  'identifier',
  'number',
  'nil',
  'rawString',
  'string',
  'variable',
  'leftParen',
]);

/** Reads a pipeline up to and with the token that ends it. Throws `TemplateError`. */
export function parsePipeline(scope: ParseScope, context: string, end: TokenKind): PipeNode {
  const { at } = scope.tokens.peekSolid();
  const { variables, isAssign } = parseDeclarations(scope, context);
  const commands: CommandNode[] = [];
  for (;;) {
    const token = scope.tokens.nextSolid();
    if (token.kind === end) break;
    if (!commandStarts.has(token.kind)) throw unexpected(scope, token, context);
    scope.tokens.back(token);
    commands.push(parseCommand(scope));
  }
  checkCommands(scope, commands, context);
  return { kind: 'pipe', at, isAssign, declarations: variables, commands };
}

/** `$x :=`, `$i, $x :=` in front of a pipeline; nothing is read where there is none. */
function parseDeclarations(scope: ParseScope, context: string): Declarations {
  const variables: VariableNode[] = [];
  for (;;) {
    const sign = parseDeclared(scope, variables);
    if (sign === undefined) return { variables, isAssign: false };
    if (sign.kind !== 'char') return { variables, isAssign: sign.kind === 'assign' };
    if (context !== 'range' || variables.length >= 2) throw fail(scope, `too many declarations in ${context}`);
    const after = scope.tokens.peekSolid().kind;
    if (after !== 'variable' && after !== 'rightDelimiter' && after !== 'rightParen') {
      throw fail(scope, 'range can only initialize variables');
    }
  }
}

/** One variable and the `:=`, `=` or comma behind it; undefined, and nothing read, when it is not declared here. */
function parseDeclared({ tokens, variables: known }: ParseScope, variables: VariableNode[]): Token | undefined {
  const variable = tokens.peekSolid();
  if (variable.kind !== 'variable') return undefined;
  tokens.next();
  const behind = tokens.peek();
  const next = tokens.peekSolid();
  const isComma = next.kind === 'char' && next.text === ',';
  if (next.kind !== 'assign' && next.kind !== 'declare' && !isComma) {
    // A plain use of the variable; the space behind it separates operands.
    tokens.back(...(behind.kind === 'space' ? [variable, behind] : [variable]));
    return undefined;
  }
  tokens.nextSolid();
  variables.push({ kind: 'variable', at: variable.at, names: [variable.text] });
  known.push(variable.text);
  return next;
}

const constants: ReadonlySet<OperandNode['kind']> = new Set<OperandNode['kind']>([
  'bool',
  'dot',
  'nil',
  'number',
  'string',
]);

function checkCommands(scope: ParseScope, commands: readonly CommandNode[], context: string): void {
  if (commands.length === 0) throw fail(scope, `missing value for ${context}`);
  for (const [index, { operands }] of commands.entries()) {
    if (index > 0 && operands[0] !== undefined && constants.has(operands[0].kind)) {
      throw fail(scope, `non executable command in pipeline stage ${index + 1}`);
    }
  }
}

function parseCommand(scope: ParseScope): CommandNode {
  const { tokens } = scope;
  const { at } = tokens.peekSolid();
  const operands: OperandNode[] = [];
  for (;;) {
    tokens.peekSolid();
    const operand = parseOperand(scope);
    if (operand !== undefined) operands.push(operand);
    const token = tokens.next();
    if (token.kind === 'space') continue;
    if (token.kind === 'rightDelimiter' || token.kind === 'rightParen') tokens.back(token);
    else if (token.kind !== 'pipe') throw unexpected(scope, token, 'operand');
    break;
  }
  if (operands.length === 0) throw fail(scope, 'empty command');
  return { kind: 'command', at, operands };
}

/** A term and the fields behind it. */
function parseOperand(scope: ParseScope): OperandNode | undefined {
  const { tokens } = scope;
  const term = parseTerm(scope);
  if (term === undefined || tokens.peek().kind !== 'field') return term;
  const { at } = tokens.peek();
  const names: string[] = [];
  while (tokens.peek().kind === 'field') names.push(tokens.next().text.slice(1));
  if (term.kind === 'field' || term.kind === 'variable') return { ...term, at, names: [...term.names, ...names] };
  if (constants.has(term.kind)) throw fail(scope, `unexpected . after term ${quoteGo(describeNode(term))}`);
  return { kind: 'chain', at, node: term, names };
}

function parseTerm(scope: ParseScope): OperandNode | undefined {
  const token = scope.tokens.nextSolid();
  const { kind, text, at } = token;
  switch (kind) {
    case 'identifier':
      if (!scope.hasFunction(text)) throw fail(scope, `function ${quoteGo(text)} not defined`);
      return { kind: 'identifier', at, name: text };
    case 'dot':
    case 'nil':
      return { kind, at };
    case 'field':
      return { kind: 'field', at, names: [text.slice(1)] };
    case 'bool':
      return { kind: 'bool', at, value: text === 'true' };
    case 'leftParen':
      return nested(scope, () => parsePipeline(scope, 'parenthesized pipeline', 'rightParen'));
    default:
      return parseLiteral(scope, token);
  }
}

function parseLiteral(scope: ParseScope, token: Token): OperandNode | undefined {
  const { kind, text, at } = token;
  switch (kind) {
    case 'variable':
      if (!scope.variables.includes(text)) throw fail(scope, `undefined variable ${quoteGo(text)}`);
      return { kind, at, names: [text] };
    case 'charConstant':
      return characterNode(scope, token);
    case 'number':
      return numberNode(scope, token);
    case 'string':
    case 'rawString': {
      const content = unquote(text);
      if (content === undefined) throw fail(scope, 'invalid syntax');
      return { kind: 'string', at, quoted: text, text: content };
    }
    default:
      scope.tokens.back(token);
      return undefined;
  }
}

function numberNode(scope: ParseScope, { text, at }: Token): NumberNode {
  const number = parseNumber(text);
  if (number === undefined) throw fail(scope, `illegal number syntax: ${quoteGo(text)}`);
  return { kind: 'number', at, text, ...number };
}

/** `'x'` is the number of the character. */
function characterNode(scope: ParseScope, { text, at }: Token): NumberNode {
  const content = unquote(text);
  const [character, ...others] = [...(content ?? '')];
  if (character === undefined || others.length > 0) throw fail(scope, `malformed character constant: ${text}`);
  const code = character.codePointAt(0) ?? 0;
  return { kind: 'number', at, text, integer: BigInt(code), float: code };
}
