import type { CelType } from '../cel-type.ts';
import type { Value } from '../values/value.ts';
import { parseSignature } from './signature.ts';

/** Computes a call. Arguments are never faults unless the overload says that it takes them. */
export type Implementation = (...args: never[]) => Value;

/** One way to call a function. */
export interface Overload {
  /** cel-go's name of the overload, by which costs are found. */
  readonly id: string;
  readonly isMember: boolean;
  readonly args: readonly CelType[];
  readonly result: CelType;
  readonly run: (...args: Value[]) => Value;
}

export interface FunctionDeclaration {
  readonly name: string;
  readonly overloads: readonly Overload[];
}

/** Declares one overload: id, signature like `string.(string) -> bool` or `(A, list(A)) -> bool`, implementation. */
export function overload(id: string, signature: string, run: Implementation): Overload {
  return { id, ...parseSignature(signature), run: run as (...args: Value[]) => Value };
}

/** Declares a function. */
export function declare(name: string, ...overloads: readonly Overload[]): FunctionDeclaration {
  return { name, overloads };
}
