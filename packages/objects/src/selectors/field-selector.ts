import { SelectorError } from './selector-error.ts';

/** One demand on a field of an object. */
export interface FieldRequirement {
  /** `metadata.name`, `status.phase` and so on; which ones exist is up to the kind. */
  readonly field: string;
  readonly operator: '=' | '!=';
  readonly value: string;
}

/** All requirements have to hold; without any, everything matches. */
export interface FieldSelector {
  readonly requirements: readonly FieldRequirement[];
}

/** Reads `metadata.name=web,status.phase!=Running`. Throws {@link SelectorError} with Kubernetes' message. */
export function parseFieldSelector(text: string): FieldSelector {
  const terms = splitTerms(text).sort();
  return { requirements: terms.map((term) => parseTerm(term, text)).filter(isSelective) };
}

/** The canonical text of a selector, with `\`, `,` and `=` in values escaped. */
export function formatFieldSelector(selector: FieldSelector): string {
  const terms = selector.requirements.map(
    ({ field, operator, value }) => `${field}${operator}${value.replace(/[\\,=]/g, '\\$&')}`,
  );
  return terms.join(',');
}

/** Whether all requirements hold. `textOf` gives the text of a field, empty when the object has none. */
export function matchesFields(selector: FieldSelector, textOf: (field: string) => string): boolean {
  return selector.requirements.every(({ field, operator, value }) => (textOf(field) === value) === (operator === '='));
}

// An escaped comma belongs to the term.
function splitTerms(text: string): string[] {
  return [...(text.match(/(?:\\.|[^\\,]|\\$)+/gs) ?? [])];
}

function parseTerm(term: string, selector: string): FieldRequirement {
  const match = /!=|==?/.exec(term);
  if (match === null) throw new SelectorError(`invalid selector: '${selector}'; can't understand '${term}'`);
  const [symbol] = match;
  const value = unescapeValue(term.slice(match.index + symbol.length));
  return { field: term.slice(0, match.index), operator: symbol === '!=' ? '!=' : '=', value };
}

function unescapeValue(text: string): string {
  return text.replace(/\\(.?)|[,=]/gsu, (found, escaped: string | undefined) => {
    if (escaped === undefined) {
      throw new SelectorError(`invalid field selector: unescaped character in value: ${found.codePointAt(0)}`);
    }
    if (escaped === '' || !'\\,='.includes(escaped)) {
      throw new SelectorError(`invalid field selector: invalid escape sequence: ${found}`);
    }
    return escaped;
  });
}

// Kubernetes: a requirement without field and value says nothing.
function isSelective({ field, value }: FieldRequirement): boolean {
  return field !== '' || value !== '';
}
