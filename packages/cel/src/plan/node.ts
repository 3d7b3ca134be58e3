import type { Value } from '../values/value.ts';
import type { Frame } from './frame.ts';

/** Computes a part of an expression and charges for it. */
export type Evaluate = (frame: Frame) => Value;

/**
 * A planned part of an expression. An attribute is a variable or a value with selections on it: cel-go evaluates it in
 * one step and charges one unit for the step and one for each selection, but not for the step where a ternary picks it.
 */
export type PlanNode =
  | { readonly kind: 'constant'; readonly value: Value }
  | { readonly kind: 'attribute'; readonly attribute: Attribute }
  | { readonly kind: 'other'; readonly evaluate: Evaluate };

/** Where an attribute starts and what is selected from it. */
export type Attribute =
  | {
      readonly kind: 'plain';
      readonly base: Evaluate;
      readonly selections: readonly Selection[];
      readonly isTest: boolean;
    }
  | {
      readonly kind: 'conditional';
      readonly condition: Evaluate;
      readonly truthy: Attribute;
      readonly falsy: Attribute;
    };

/** One step into a value: `.name`, `[index]`, `.?name`, `[?index]`, or the question whether a field is there. */
export interface Selection {
  readonly optional: boolean;
  /** Computes the key without the unit that an attribute's step costs. */
  readonly key: Evaluate;
  /** `has()`: the answer is whether the field is there. */
  readonly testOnly: boolean;
}
