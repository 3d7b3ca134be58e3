import type { CallExpression, Expression, MapEntry, StructField } from './expression.ts';
import { Issues } from './issues.ts';
import { literalValue } from './literals.ts';
import { expandMacro } from './macros.ts';
import { isOvergrown } from './nesting.ts';
import { type Token, tokenize } from './tokens.ts';

const maxDepth = 250;
/** What is parsed may be nested deeper than the source: calls are chained and macros expand. */
const maxNesting = 4 * maxDepth;
const tooDeep = `expression recursion limit exceeded: ${maxDepth}`;
const maxLength = 100_000;
const primaryStart =
  "{'[', '{', '(', '.', '-', '!', 'true', 'false', 'null', NUM_FLOAT, NUM_INT, NUM_UINT, STRING, BYTES, IDENTIFIER}";
const reserved: ReadonlySet<string> = new Set(
  'as break const continue else for function if import let loop package namespace return var void while'.split(' '),
);
const relations: ReadonlySet<string> = new Set(['<', '<=', '>=', '>', '==', '!=', 'in']);

/** Parses a source. Throws CelError of failure `syntax`. */
export function parseExpression(source: string): Expression {
  const issues = new Issues(source);
  if (source.length > maxLength) {
    issues.report(0, `expression code point size exceeds limit: size: ${source.length}, limit ${maxLength}`);
    issues.throwIfAny('syntax');
  }
  const tokens = tokenize(source, issues);
  issues.throwIfAny('syntax');
  const parser = new Parser(tokens, issues);
  try {
    const expression = parser.parseAll();
    if (isOvergrown(expression, maxNesting)) issues.report(expression.at, tooDeep);
    return expression;
  } catch (thrown) {
    if (!(thrown instanceof Stop)) throw thrown;
    issues.throwIfAny('syntax');
    throw thrown;
  } finally {
    issues.throwIfAny('syntax');
  }
}

/** Ends parsing after the first syntax error, which has been reported. */
class Stop extends Error {}

class Parser {
  readonly #tokens: readonly Token[];
  readonly #issues: Issues;
  #next = 0;
  #depth = 0;

  constructor(tokens: readonly Token[], issues: Issues) {
    this.#tokens = tokens;
    this.#issues = issues;
  }

  parseAll(): Expression {
    const expression = this.#conditional();
    const token = this.#peek();
    if (token.kind !== 'end') this.#stop(token.at, `Syntax error: extraneous input '${token.text}' expecting <EOF>`);
    return expression;
  }

  #conditional(): Expression {
    this.#depth++;
    if (this.#depth > maxDepth) this.#stop(this.#peek().at, tooDeep);
    const condition = this.#chain('||', () => this.#chain('&&', () => this.#relation()));
    const question = this.#take('?');
    if (question === undefined) {
      this.#depth--;
      return condition;
    }
    const truthy = this.#chain('||', () => this.#chain('&&', () => this.#relation()));
    this.#expect(':');
    const falsy = this.#conditional();
    this.#depth--;
    return call('_?_:_', question.at, [condition, truthy, falsy]);
  }

  #chain(operator: string, operand: () => Expression): Expression {
    const first = operand();
    let at: number | undefined;
    const terms = [first];
    for (let token = this.#take(operator); token !== undefined; token = this.#take(operator)) {
      at ??= token.at;
      terms.push(operand());
    }
    return at === undefined ? first : call(`_${operator}_`, at, terms);
  }

  #relation(): Expression {
    let left = this.#sum();
    while (relations.has(this.#peek().text) && this.#peek().kind !== 'string') {
      const token = this.#advance();
      left = call(token.text === 'in' ? '@in' : `_${token.text}_`, token.at, [left, this.#sum()]);
    }
    return left;
  }

  #sum(): Expression {
    let left = this.#product();
    while (this.#isOperator('+') || this.#isOperator('-')) {
      const token = this.#advance();
      left = call(`_${token.text}_`, token.at, [left, this.#product()]);
    }
    return left;
  }

  #product(): Expression {
    let left = this.#unary();
    while (this.#isOperator('*') || this.#isOperator('/') || this.#isOperator('%')) {
      const token = this.#advance();
      left = call(`_${token.text}_`, token.at, [left, this.#unary()]);
    }
    return left;
  }

  #unary(): Expression {
    const operator = this.#isOperator('!') ? '!' : '-';
    const start = this.#peek();
    let count = 0;
    while (this.#isOperator(operator)) {
      // A minus in front of a number belongs to the number.
      if (operator === '-' && /^(?:int|float)$/.test(this.#peek(1).kind)) break;
      this.#advance();
      count++;
    }
    const operand = this.#member();
    return count % 2 === 0 ? operand : call(`${operator}_`, start.at, [operand]);
  }

  #member(): Expression {
    let operand = this.#primary();
    for (;;) {
      const dot = this.#take('.');
      const bracket = dot === undefined ? this.#take('[') : undefined;
      if (dot !== undefined) operand = this.#select(operand, dot);
      else if (bracket !== undefined) operand = this.#index(operand, bracket);
      else return operand;
    }
  }

  #select(operand: Expression, dot: Token): Expression {
    const optional = this.#take('?') !== undefined;
    const field = this.#identifier();
    if (optional) {
      return call('_?._', dot.at, [operand, { kind: 'literal', at: field.at, value: field.text }]);
    }
    const paren = this.#take('(');
    if (paren === undefined) return { kind: 'select', at: dot.at, operand, field: field.text, testOnly: false };
    return this.#callOrMacro(field.text, paren.at, operand, this.#arguments(')'));
  }

  #index(operand: Expression, bracket: Token): Expression {
    const optional = this.#take('?') !== undefined;
    const index = this.#conditional();
    this.#expect(']');
    return call(optional ? '_[?_]' : '_[_]', bracket.at, [operand, index]);
  }

  #primary(): Expression {
    const token = this.#peek();
    if (token.kind === 'operator') return this.#bracketed(token);
    if (token.kind === 'ident') return this.#named('');
    if (token.kind === 'end' || token.text === 'in') return this.#unexpected(token);
    return this.#literal('');
  }

  #bracketed(token: Token): Expression {
    switch (token.text) {
      case '(':
        return this.#nested();
      case '[':
        return this.#list();
      case '{':
        return this.#map();
      case '.':
        this.#advance();
        return this.#named('.');
      case '-':
        this.#advance();
        return this.#literal('-');
      default:
        return this.#unexpected(token);
    }
  }

  #nested(): Expression {
    this.#advance();
    const inner = this.#conditional();
    this.#expect(')');
    return inner;
  }

  #named(dot: '' | '.'): Expression {
    const token = this.#identifier();
    if (reserved.has(token.text)) this.#issues.report(token.at, `reserved identifier: ${token.text}`);
    const paren = this.#take('(');
    if (paren !== undefined) return this.#callOrMacro(`${dot}${token.text}`, paren.at, undefined, this.#arguments(')'));
    const message = this.#messageLiteral(`${dot}${token.text}`);
    return message ?? { kind: 'ident', at: token.at, name: `${dot}${token.text}` };
  }

  /** `a.b.Type{...}` */
  #messageLiteral(first: string): Expression | undefined {
    let ahead = 0;
    let typeName = first;
    while (this.#peek(ahead).text === '.' && this.#peek(ahead + 1).kind === 'ident') {
      typeName += `.${this.#peek(ahead + 1).text}`;
      ahead += 2;
    }
    const brace = this.#peek(ahead);
    if (brace.kind !== 'operator' || brace.text !== '{') return undefined;
    this.#next += ahead + 1;
    const fields: StructField[] = [];
    while (!this.#isOperator('}')) {
      const optional = this.#take('?') !== undefined;
      const { text: name } = this.#identifier();
      const { at } = this.#peek();
      this.#expect(':');
      fields.push({ name, at, value: this.#conditional(), optional });
      if (this.#take(',') === undefined) break;
    }
    this.#expect('}');
    return { kind: 'struct', at: brace.at, typeName, fields };
  }

  #list(): Expression {
    const bracket = this.#advance();
    const elements: Expression[] = [];
    const optionals = new Set<number>();
    while (!this.#isOperator(']')) {
      if (this.#take('?') !== undefined) optionals.add(elements.length);
      elements.push(this.#conditional());
      if (this.#take(',') === undefined) break;
    }
    this.#expect(']');
    return { kind: 'list', at: bracket.at, elements, optionals };
  }

  #map(): Expression {
    const brace = this.#advance();
    const entries: MapEntry[] = [];
    while (!this.#isOperator('}')) {
      const optional = this.#take('?') !== undefined;
      const key = this.#conditional();
      this.#expect(':');
      entries.push({ key, value: this.#conditional(), optional });
      if (this.#take(',') === undefined) break;
    }
    this.#expect('}');
    return { kind: 'map', at: brace.at, entries };
  }

  #arguments(end: string): Expression[] {
    const args: Expression[] = [];
    while (!this.#isOperator(end)) {
      args.push(this.#conditional());
      if (this.#take(',') === undefined) break;
    }
    this.#expect(end);
    return args;
  }

  #callOrMacro(name: string, at: number, target: Expression | undefined, args: Expression[]): Expression {
    return expandMacro(name, at, target, args, this.#issues) ?? { kind: 'call', at, name, target, args };
  }

  #literal(sign: '' | '-'): Expression {
    const token = this.#advance();
    const at = sign === '-' ? token.at - 1 : token.at;
    const literal = literalValue(token, sign);
    if ('value' in literal) return { kind: 'literal', at, value: literal.value };
    this.#issues.report(at, literal.error);
    return { kind: 'literal', at, value: null };
  }

  #identifier(): Token {
    const token = this.#peek();
    if (token.kind === 'ident') return this.#advance();
    return this.#stop(token.at, `Syntax error: mismatched input '${token.text}' expecting IDENTIFIER`);
  }

  #unexpected(token: Token): never {
    return this.#stop(token.at, `Syntax error: mismatched input '${token.text}' expecting ${primaryStart}`);
  }

  #expect(operator: string): void {
    const token = this.#peek();
    if (this.#take(operator) === undefined) {
      this.#stop(token.at, `Syntax error: mismatched input '${token.text}' expecting '${operator}'`);
    }
  }

  #stop(at: number, message: string): never {
    this.#issues.report(at, message);
    throw new Stop(message);
  }

  #isOperator(text: string): boolean {
    const token = this.#peek();
    return token.text === text && token.kind === 'operator';
  }

  #take(operator: string): Token | undefined {
    return this.#isOperator(operator) ? this.#advance() : undefined;
  }

  #peek(ahead = 0): Token {
    return this.#tokens[Math.min(this.#next + ahead, this.#tokens.length - 1)] as Token;
  }

  #advance(): Token {
    const token = this.#peek();
    this.#next++;
    return token;
  }
}

function call(name: string, at: number, args: readonly Expression[]): CallExpression {
  return { kind: 'call', at, name, target: undefined, args };
}
