import { parseGoNumber } from './go-number.ts';
import { formatGoTimestamp } from './go-timestamp.ts';
import type { YamlDialect } from './yaml-value.ts';

/** What a plain scalar stands for. Infinities and NaN are numbers here; who converts to JSON must refuse them. */
export type ScalarValue = null | boolean | number | bigint | string;

const words: ReadonlyMap<string, ScalarValue> = new Map<string, ScalarValue>([
  ['', null],
  ...['~', 'null', 'Null', 'NULL'].map((word) => [word, null] as const),
  ...['true', 'True', 'TRUE'].map((word) => [word, true] as const),
  ...['false', 'False', 'FALSE'].map((word) => [word, false] as const),
  ...['.nan', '.NaN', '.NAN'].map((word) => [word, Number.NaN] as const),
  ...['', '+'].flatMap((sign) => ['.inf', '.Inf', '.INF'].map((word) => [sign + word, Infinity] as const)),
  ...['.inf', '.Inf', '.INF'].map((word) => [`-${word}`, -Infinity] as const),
]);

const oldTrue = ['y', 'Y', 'yes', 'Yes', 'YES', 'on', 'On', 'ON'];
const oldFalse = ['n', 'N', 'no', 'No', 'NO', 'off', 'Off', 'OFF'];

/** sigs.k8s.io/yaml keeps the booleans of YAML 1.1; go.yaml.in/yaml/v3 reads them as strings. */
const wordsOf: Readonly<Record<YamlDialect, ReadonlyMap<string, ScalarValue>>> = {
  v3: words,
  sigs: new Map([
    ...words,
    ...oldTrue.map((word) => [word, true] as const),
    ...oldFalse.map((word) => [word, false] as const),
  ]),
};

const longestWord = 5;
const digit0 = 48;
const digit9 = 57;

/** Resolves a plain scalar by the rules of Go's YAML libraries. */
export function resolvePlain(text: string, dialect: YamlDialect): ScalarValue {
  if (text.length <= longestWord) {
    const word = wordsOf[dialect].get(text);
    if (word !== undefined) return word;
  }
  if (!startsNumber(text.charCodeAt(0))) return text;
  const number = parseGoNumber(text);
  if (number !== undefined) return number;
  return dialect === 'v3' ? (formatGoTimestamp(text) ?? text) : text;
}

/** Whether a string is none of the words that stand for something else in YAML 1.1 or 1.2. Go prints `<<` and `=` bare, so they count as ordinary. */
export function isOrdinaryWord(text: string): boolean {
  return text.length > longestWord || !wordsOf.sigs.has(text);
}

function startsNumber(code: number): boolean {
  return (code >= digit0 && code <= digit9) || code === 43 || code === 45 || code === 46;
}
