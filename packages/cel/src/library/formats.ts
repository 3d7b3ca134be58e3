import {
  isDns1035Label,
  isDns1123Label,
  isDns1123Subdomain,
  isQualifiedName,
  isValidLabelValue,
} from '@flux19/objects';
import { isRequestUri } from '../addresses/request-uri.ts';
import { ArrayList } from '../values/list.ts';
import { Opaque } from '../values/opaque.ts';
import { none, Optional } from '../values/optional.ts';
import { civilTime } from '../values/time.ts';
import type { Value } from '../values/value.ts';
import { declare, type FunctionDeclaration, overload } from './declaration.ts';

const typeName = 'kubernetes.NamedFormat';
const uuid = /^[0-9a-f]{8}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{12}$/i;
const timeOfDay = /^([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9](.[0-9]+)?(z|[+-][0-9]{2}:[0-9]{2})$/;

/** A format by name. */
export class FormatValue extends Opaque {
  override readonly typeName: string = typeName;
  readonly name: string;
  readonly check: (text: string) => readonly string[];
  /** Length of a pattern that would do the same; costs are computed from it. */
  readonly patternSize: number;

  constructor(name: string, patternSize: number, check: (text: string) => readonly string[]) {
    super();
    this.name = name;
    this.patternSize = patternSize;
    this.check = check;
  }

  override equals(other: Value): boolean {
    return other instanceof FormatValue && this.name === other.name;
  }

  override toString(): string {
    return this.name;
  }
}

/** The start of a generated name may end in a hyphen. */
function prefixOf(check: (name: string) => string[]): (text: string) => string[] {
  return (text) => check(text.length > 1 && text.endsWith('-') ? `${text.slice(0, -2)}a` : text);
}

function requires(isValid: (text: string) => boolean, complaint: string): (text: string) => string[] {
  return (text) => (isValid(text) ? [] : [complaint]);
}

function isDate(text: string): boolean {
  const match = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text);
  return match !== null && civilTime(Number(match[1]), Number(match[2]), Number(match[3])) !== undefined;
}

function isDateTime(text: string): boolean {
  const [date = '', time = ''] = text.toLowerCase().split('t');
  return isDate(date) && timeOfDay.test(time);
}

function isBase64(text: string): boolean {
  return text !== '' && text.length % 4 === 0 && /^[A-Za-z0-9+/]+={0,2}$/.test(text);
}

function uriComplaints(text: string): string[] {
  return isRequestUri(text) ? [] : [`parse ${JSON.stringify(text)}: invalid URI for request`];
}

const formats: ReadonlyMap<string, FormatValue> = new Map([
  ['dns1123Label', new FormatValue('DNS1123Label', 30, isDns1123Label)],
  ['dns1123Subdomain', new FormatValue('DNS1123Subdomain', 60, isDns1123Subdomain)],
  ['dns1035Label', new FormatValue('DNS1035Label', 30, isDns1035Label)],
  ['qualifiedName', new FormatValue('QualifiedName', 60, isQualifiedName)],
  ['dns1123LabelPrefix', new FormatValue('DNS1123LabelPrefix', 30, prefixOf(isDns1123Label))],
  ['dns1123SubdomainPrefix', new FormatValue('DNS1123SubdomainPrefix', 60, prefixOf(isDns1123Subdomain))],
  ['dns1035LabelPrefix', new FormatValue('DNS1035LabelPrefix', 30, prefixOf(isDns1035Label))],
  ['labelValue', new FormatValue('LabelValue', 40, isValidLabelValue)],
  ['uri', new FormatValue('URI', 1103, uriComplaints)],
  [
    'uuid',
    new FormatValue(
      'uuid',
      70,
      requires((text) => uuid.test(text), 'does not match the UUID format'),
    ),
  ],
  ['byte', new FormatValue('byte', 84, requires(isBase64, 'invalid base64'))],
  ['date', new FormatValue('date', 71, requires(isDate, 'invalid date'))],
  ['datetime', new FormatValue('datetime', 71, requires(isDateTime, 'invalid datetime'))],
]);

function validate(format: FormatValue, text: string): Value {
  const complaints = format.check(text);
  return complaints.length === 0 ? none : new Optional(new ArrayList(complaints));
}

function named(name: string): Value {
  const format = formats.get(name);
  return format === undefined ? none : new Optional(format);
}

/** Formats by name: https://kubernetes.io/docs/reference/using-api/cel/#kubernetes-format-library */
export const formatLibrary: readonly FunctionDeclaration[] = [
  ...[...formats].map(([name, format]) =>
    declare(
      `format.${name}`,
      overload(`format.${name}`, `() -> ${typeName}`, () => format),
    ),
  ),
  declare('validate', overload('format-validate', `${typeName}.(string) -> optional(list(string))`, validate)),
  declare('format.named', overload('format-named', `(string) -> optional(${typeName})`, named)),
];
