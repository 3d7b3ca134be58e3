import { SubstitutionError } from './substitution-error.ts';

/** A piece of a template: text, or a variable with the function applied to it and the arguments of that. */
export type TemplatePart = string | VariablePart;

/** `${name}` and its forms; `operator` is empty for the bare form. */
export interface VariablePart {
  readonly name: string;
  readonly operator: string;
  /** Each argument is a list of parts that are joined. */
  readonly arguments: readonly (readonly TemplatePart[])[];
}

/** Deepest `${a:=${b:=…}}` that is read. */
const maxNesting = 200;

const identifier = /[\p{L}\p{Nd}_]+/uy;
const defaultOperator = /:[=?+-]|=/y;
const replaceOperator = /\/[/#%]?/y;
const removeOperator = /##?|%%?/y;
const caseOperator = /[,^]{1,2}/y;
const colons = /:+/y;
const slashes = /\/+/y;

/** Reads a template with the grammar of Flux's envsubst. Throws {@link SubstitutionError}. */
export function parseTemplate(text: string): readonly TemplatePart[] {
  return new TemplateReader(text).readAll();
}

class TemplateReader {
  readonly #text: string;
  #position = 0;
  #nesting = 0;

  constructor(text: string) {
    this.#text = text;
  }

  readAll(): TemplatePart[] {
    const parts: TemplatePart[] = [];
    while (this.#position < this.#text.length) {
      if (this.#skip('${')) parts.push(this.#variable());
      else parts.push(this.#textUntil(topLevelStop));
    }
    return parts;
  }

  /** Reads what follows `${`. */
  #variable(): VariablePart {
    if (++this.#nesting > maxNesting) throw new SubstitutionError('substitutions are nested too deeply');
    const part = this.#skip('#')
      ? this.#length()
      : this.#named(this.#expect(identifier, 'unable to parse variable name'));
    this.#nesting--;
    return part;
  }

  #length(): VariablePart {
    const name = this.#expect(identifier, badSubstitution);
    this.#close();
    return { name, operator: '#', arguments: [] };
  }

  #named(name: string): VariablePart {
    switch (this.#text[this.#position]) {
      case ':':
      case '=':
        return this.#take(defaultOperator, (operator) => this.#default(name, operator)) ?? this.#substring(name);
      case ',':
      case '^':
        return this.#casing(name);
      case '/':
        return this.#replace(name);
      case '#':
      case '%':
        return this.#remove(name);
      default:
        if (!this.#skip('}')) throw new SubstitutionError('missing closing brace');
        return { name, operator: '', arguments: [] };
    }
  }

  /** `:=word` and its kin: any number of texts and variables up to the brace. */
  #default(name: string, operator: string): VariablePart {
    const parts: TemplatePart[] = [];
    while (!this.#skip('}')) parts.push(this.#argument(untilBrace));
    return { name, operator, arguments: [parts] };
  }

  /** `:offset` and `:offset:length`. */
  #substring(name: string): VariablePart {
    this.#position++;
    const offset = this.#argument(untilColonOrBrace);
    if (this.#skip('}')) return { name, operator: ':', arguments: [[offset]] };
    this.#expect(colons, badSubstitution);
    const length = this.#argument(untilBrace);
    this.#close();
    return { name, operator: ':', arguments: [[offset], [length]] };
  }

  #casing(name: string): VariablePart {
    const operator = this.#expect(caseOperator, badSubstitution);
    this.#close();
    return { name, operator, arguments: [] };
  }

  #remove(name: string): VariablePart {
    const operator = this.#expect(removeOperator, badSubstitution);
    const pattern = this.#argument(untilBrace);
    this.#close();
    return { name, operator, arguments: [[pattern]] };
  }

  /** `/pattern/replacement`. Flux: the pattern ends at a slash only, a brace belongs to it. */
  #replace(name: string): VariablePart {
    const operator = this.#expect(replaceOperator, badSubstitution);
    const pattern = this.#argument(untilSlash);
    this.#expect(slashes, badSubstitution);
    if (this.#skip('}')) return { name, operator, arguments: [[pattern]] };
    const replacement = this.#argument(untilBraceEscaped);
    this.#close();
    return { name, operator, arguments: [[pattern], [replacement]] };
  }

  /** One text or one variable; empty texts are refused. */
  #argument(stop: TextStop): TemplatePart {
    if (this.#skip('${')) return this.#variable();
    const text = this.#textUntil(stop);
    if (text === '') throw new SubstitutionError('unable to parse substitution within function');
    return text;
  }

  /** The text up to a character of `stop`, `${` or the end; escapes lose their first character. */
  #textUntil({ ends, escapes }: TextStop): string {
    let text = '';
    let copied = this.#position;
    let index = this.#position;
    for (; index < this.#text.length; index++) {
      const character = this.#text[index] ?? '';
      if (character === '$' && this.#text[index + 1] === '{') break;
      if (escapes[character]?.includes(this.#text[index + 1] ?? 'none')) {
        text += this.#text.slice(copied, index);
        copied = ++index;
      } else if (ends.includes(character)) {
        break;
      }
    }
    this.#position = index;
    return text + this.#text.slice(copied, index);
  }

  #take<Result>(pattern: RegExp, use: (found: string) => Result): Result | undefined {
    pattern.lastIndex = this.#position;
    const found = pattern.exec(this.#text)?.[0];
    if (found === undefined) return undefined;
    this.#position += found.length;
    return use(found);
  }

  #expect(pattern: RegExp, complaint: string): string {
    const found = this.#take(pattern, (text) => text);
    if (found === undefined) throw new SubstitutionError(complaint);
    return found;
  }

  #skip(text: string): boolean {
    if (!this.#text.startsWith(text, this.#position)) return false;
    this.#position += text.length;
    return true;
  }

  #close(): void {
    if (!this.#skip('}')) throw new SubstitutionError(badSubstitution);
  }
}

const badSubstitution = 'bad substitution';

/** Where a text ends, and what may follow the first character of an escape. */
interface TextStop {
  readonly ends: string;
  readonly escapes: Readonly<Record<string, string>>;
}

const topLevelStop: TextStop = { ends: '', escapes: { $: '$' } };
const untilBrace: TextStop = { ends: '}', escapes: {} };
const untilColonOrBrace: TextStop = { ends: ':}', escapes: {} };
const argumentEscapes = { $: '$', '\\': '/\\' };
const untilSlash: TextStop = { ends: '/', escapes: argumentEscapes };
const untilBraceEscaped: TextStop = { ends: '}', escapes: argumentEscapes };
