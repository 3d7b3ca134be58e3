/** A text that a Go expression stands for. */
export interface GoString {
  readonly text: string;
  /** False when the expression breaks off. */
  readonly isWhole: boolean;
}

/** `tmpl["name"]`, a variable, or a call without arguments. */
const argument = /,\s*(?:tmpl\["(\w+)"\]|(\w+(?:\.\w+\(\))?))/g;

type Variables = Readonly<Record<string, string>>;

const term = /^(?:"((?:[^"\\]|\\.)*)"|`([^`]*)`|tmpl\["(\w+)"\]|(\w+)\b(?!\.))\s*/;
const format = /^fmt\.Sprintf\(("(?:[^"\\]|\\.)*")(.*?)\)*,?$/;

/** Evaluates literals, names of variables, `tmpl["name"]` and sums of them, and `fmt.Sprintf` with `%s`; undefined for anything else. */
export function parseGoString(expression: string, variables: Variables): GoString | undefined {
  const [, pattern, rest = ''] = format.exec(expression) ?? [];
  if (pattern !== undefined) return parseFormat(pattern, rest, variables);
  return parseSum(expression, variables);
}

function parseSum(expression: string, variables: Variables): GoString | undefined {
  // A raw string without its end: the table holds the first line of the expression only.
  if (/^`[^`]*$/.test(expression)) return { text: expression.slice(1), isWhole: false };
  const match = term.exec(expression);
  if (match === null) return undefined;
  const [whole, quoted, raw, key, identifier] = match;
  if (identifier !== undefined && variables[identifier] === undefined) return undefined;
  const name = key ?? identifier ?? '';
  const text = quoted === undefined ? (raw ?? variables[name] ?? '') : withoutEscapes(quoted);
  const rest = expression.slice(whole.length);
  if (rest === '') return { text, isWhole: true };
  if (!rest.startsWith('+')) return undefined;
  const next = rest.slice(1).trimStart();
  if (next === '') return { text, isWhole: false };
  const following = parseSum(next, variables);
  return following === undefined ? undefined : { text: text + following.text, isWhole: following.isWhole };
}

function parseFormat(pattern: string, rest: string, variables: Variables): GoString | undefined {
  const values = [...rest.matchAll(argument)].map(([, key, expression = '']) => variables[key ?? expression]);
  const text = withoutEscapes(pattern.slice(1, -1));
  if (text.split('%s').length - 1 !== values.length || values.includes(undefined)) return undefined;
  return { text: text.replaceAll('%s', () => values.shift() ?? ''), isWhole: true };
}

function withoutEscapes(text: string): string {
  return text.replace(/\\(.)/g, (_, letter: string) => ({ n: '\n', t: '\t' })[letter] ?? letter);
}
