import type { GoValue, Meter } from '../values/go-value.ts';
import { integerOf, typeOf } from '../values/kinds.ts';
import { type Directive, formatOperand } from './format-operand.ts';
import { formatValue } from './format-value.ts';

const directive = /%([-+# 0]*)(?:\[(\d+)\])?(\*|\d+)?(?:\.(?:\[(\d+)\])?(\*|\d+)?)?(?:\[(\d+)\])?([\s\S])?/gu;

/** Wider fields are refused, as Go does. */
const maximumWidth = 1_000_000;

/** Takes operands one by one, or from a place of its own choice. */
class Operands {
  readonly #values: readonly GoValue[];
  #next = 0;
  isReordered = false;

  constructor(values: readonly GoValue[]) {
    this.#values = values;
  }

  select(place: string | undefined): boolean {
    if (place === undefined) return true;
    this.isReordered = true;
    this.#next = Number(place) - 1;
    return this.#next >= 0 && this.#next < this.#values.length;
  }

  take(): { readonly value: GoValue } | undefined {
    if (this.#next >= this.#values.length) return undefined;
    const value = this.#values[this.#next];
    this.#next += 1;
    return { value };
  }

  rest(): readonly GoValue[] {
    return this.isReordered ? [] : this.#values.slice(this.#next);
  }
}

/** `fmt.Sprintf`. Wrong directives show in the text, as in Go: `%!d(string=x)`. */
export function sprintf(format: string, values: readonly GoValue[], meter: Meter): string {
  const operands = new Operands(values);
  const text = format.replace(directive, (...match: (string | undefined)[]) => {
    const out = formatDirective(match, operands, meter);
    meter.spend(out.length);
    return out;
  });
  const rest = operands.rest();
  if (rest.length === 0) return text;
  const extra = rest.map((value) =>
    value === null || value === undefined ? '<nil>' : `${typeOf(value)}=${formatValue(value)}`,
  );
  return `${text}%!(EXTRA ${extra.join(', ')})`;
}

function formatDirective(match: readonly (string | undefined)[], operands: Operands, meter: Meter): string {
  const [whole = '', flags = '', widthPlace, width, precisionPlace, precision, place, verb] = match;
  if (verb === undefined) return '%!(NOVERB)';
  const isPlaced = operands.select(width === '*' ? widthPlace : (place ?? widthPlace));
  const size = measure(width, operands);
  if (precisionPlace !== undefined) operands.select(precisionPlace);
  const digits = whole.includes('.') ? (measure(precision, operands) ?? 0) : undefined;
  if (width === '*' || precision === '*') operands.select(place);
  if (verb === '%') return '%';
  if (!isPlaced) return `%!${verb}(BADINDEX)`;
  const operand = operands.take();
  if (operand === undefined) return `%!${verb}(MISSING)`;
  meter.spend(Math.abs(size ?? 0) + (digits ?? 0));
  return formatOperand(operand.value, directiveOf(verb, flags, size, digits));
}

function directiveOf(verb: string, flags: string, width: number | undefined, precision: number | undefined): Directive {
  const isNegative = width !== undefined && width < 0;
  const isLeft = isNegative || flags.includes('-');
  return {
    verb,
    width: Math.abs(width ?? 0),
    precision,
    isLeft,
    hasPlus: flags.includes('+'),
    hasSharp: flags.includes('#'),
    hasSpace: flags.includes(' '),
    hasZero: flags.includes('0') && !isLeft,
  };
}

/** A number that is written, or that an operand gives; what is too large does not count. */
function measure(text: string | undefined, operands: Operands): number | undefined {
  if (text === undefined) return undefined;
  const size = text === '*' ? Number(integerOf(operands.take()?.value) ?? 0n) : Number(text);
  return Math.abs(size) > maximumWidth ? undefined : size;
}
