import { keyErrors, labelRequirement } from './label-requirement.ts';
import { type LabelRequirement, type LabelSelector, orderRequirements } from './label-selector.ts';
import { type LabelToken, labelTokens } from './label-tokens.ts';
import { SelectorError } from './selector-error.ts';

const end: LabelToken = { kind: 'end', text: '' };
const operatorOfSymbol: ReadonlyMap<string, string> = new Map([
  ['in', 'in'],
  ['notin', 'notin'],
  ['=', '='],
  ['==', '=='],
  ['!=', '!='],
  ['>', 'gt'],
  ['<', 'lt'],
]);

/** Reads a selector such as `a=b,c in (d,e),!f`. Throws {@link SelectorError} with Kubernetes' message. */
export function parseLabelSelector(text: string): LabelSelector {
  return { requirements: orderRequirements(new Parser(labelTokens(text)).parse()) };
}

/** Descends through the tokens. `in` and `notin` are words wherever no operator is expected. */
class Parser {
  readonly #tokens: readonly LabelToken[];
  #position = 0;

  constructor(tokens: readonly LabelToken[]) {
    this.#tokens = tokens;
  }

  parse(): LabelRequirement[] {
    const requirements: LabelRequirement[] = [];
    if (this.#peek().kind === 'end') return requirements;
    this.#expectRequirement((found) => `found '${found}', expected: !, identifier, or 'end of string'`);
    for (;;) {
      requirements.push(this.#requirement());
      const separator = this.#next();
      if (separator.kind === 'end') return requirements;
      if (separator.kind !== ',') fail(`found '${separator.text}', expected: ',' or 'end of string'`);
      this.#expectRequirement((found) => `found '${found}', expected: identifier after ','`);
    }
  }

  #expectRequirement(explain: (found: string) => string): void {
    const { kind, text } = this.#peek();
    if (kind !== 'word' && kind !== '!') fail(explain(text));
  }

  #requirement(): LabelRequirement {
    try {
      return this.#keyAndCondition();
    } catch (thrown) {
      if (!(thrown instanceof SelectorError)) throw thrown;
      throw new SelectorError(`unable to parse requirement: ${thrown.message}`, { cause: thrown });
    }
  }

  #keyAndCondition(): LabelRequirement {
    const isNegated = this.#peek().kind === '!';
    if (isNegated) this.#next();
    const { kind, text: key } = this.#next();
    if (kind !== 'word') fail(`found '${key}', expected: identifier`);
    for (const error of keyErrors(key, '<nil>')) fail(error);
    const follower = this.#peek().kind;
    if (isNegated) return labelRequirement(key, '!', []);
    if (follower === 'end' || follower === ',') return labelRequirement(key, 'exists', []);
    const operator = this.#operator();
    const values = operator === 'in' || operator === 'notin' ? this.#values() : [this.#exactValue()];
    return labelRequirement(key, operator, [...new Set(values)].sort());
  }

  #operator(): string {
    const { kind, text } = this.#nextRaw();
    const operator = operatorOfSymbol.get(kind);
    return operator ?? fail(`found '${text}', expected: in, notin, =, ==, !=, gt, lt`);
  }

  #exactValue(): string {
    const follower = this.#peek().kind;
    if (follower === 'end' || follower === ',') return '';
    const { kind, text } = this.#next();
    return kind === 'word' ? text : fail(`found '${text}', expected: identifier`);
  }

  #values(): string[] {
    const open = this.#next();
    if (open.kind !== '(') fail(`found '${open.text}' expected: '('`);
    const first = this.#peek();
    if (first.kind === ')') {
      this.#next();
      return [''];
    }
    if (first.kind !== 'word' && first.kind !== ',') fail(`found '${first.text}', expected: ',', ')' or identifier`);
    const values = this.#list();
    this.#next();
    return values;
  }

  /** Words and commas up to the closing parenthesis; nothing between two commas is the empty value. */
  #list(): string[] {
    const values: string[] = [];
    for (;;) {
      const { kind, text } = this.#next();
      const follower = this.#peek();
      if (kind === 'word') values.push(text);
      else if (kind === ',') values.push(...emptyValues(values, follower));
      else fail(`found '${text}', expected: ',', or identifier`);
      if (follower.kind === ')') return values;
      if (kind === 'word' && follower.kind !== ',') fail(`found '${follower.text}', expected: ',' or ')'`);
    }
  }

  #peek(): LabelToken {
    return asWord(this.#tokens[this.#position] ?? end);
  }

  #next(): LabelToken {
    return asWord(this.#nextRaw());
  }

  #nextRaw(): LabelToken {
    return this.#tokens[this.#position++] ?? end;
  }
}

function emptyValues(before: readonly string[], follower: LabelToken): string[] {
  const isAtEdge = before.length === 0 || follower.kind === ')' || follower.kind === ',';
  return isAtEdge ? [''] : [];
}

function asWord(token: LabelToken): LabelToken {
  return token.kind === 'in' || token.kind === 'notin' ? { kind: 'word', text: token.text } : token;
}

function fail(message: string): never {
  throw new SelectorError(message);
}
