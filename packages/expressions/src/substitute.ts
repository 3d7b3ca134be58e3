import { SubstitutionError } from './substitution-error.ts';
import { applyOperator } from './substitution-functions.ts';
import { parseTemplate, type TemplatePart, type VariablePart } from './substitution-template.ts';

/** How substitution behaves. */
export interface SubstituteOptions {
  /** A variable without value is an error instead of empty. */
  readonly strict: boolean;
  /** Largest accepted result in UTF-16 units; default 64 Mi. */
  readonly maxLength?: number;
}

/** Gives the value of a variable, undefined when it has none. */
export type VariableLookup = (name: string) => string | undefined;

const defaultMaxLength = 64 * 1024 * 1024;

/**
 * Replaces `${name}` and its shell-like forms as Flux's postBuild substitution does; `$${` gives a literal `${`. The whole text is read
 * before any variable is asked for. Throws SubstitutionError.
 */
export function substitute(text: string, lookup: VariableLookup, options: SubstituteOptions): string {
  if (!text.includes('$')) return text;
  const { strict, maxLength = defaultMaxLength } = options;
  return join(parseTemplate(text), { lookup, strict, maxLength });
}

interface Evaluation {
  readonly lookup: VariableLookup;
  readonly strict: boolean;
  readonly maxLength: number;
}

function join(parts: readonly TemplatePart[], evaluation: Evaluation): string {
  let out = '';
  for (const part of parts) {
    out += typeof part === 'string' ? part : evaluate(part, evaluation);
    if (out.length > evaluation.maxLength) {
      throw new SubstitutionError(`result is longer than the ${evaluation.maxLength} characters accepted`);
    }
  }
  return out;
}

/** Operators that bring a value of their own for a variable that has none. */
const defaultOperators: ReadonlySet<string> = new Set(['=', ':=', ':-', ':+', ':?']);

function evaluate(part: VariablePart, evaluation: Evaluation): string {
  const words = part.arguments.map((parts) => join(parts, evaluation));
  const value = evaluation.lookup(part.name);
  if (value === undefined && evaluation.strict && !defaultOperators.has(part.operator)) {
    throw new SubstitutionError(`variable not set (strict mode): ${JSON.stringify(part.name)}`);
  }
  return applyOperator(part.operator, value ?? '', words, evaluation.maxLength);
}
