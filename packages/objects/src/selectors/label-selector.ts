/** `exists` and `!` take no value, `in` and `notin` one or more, the others exactly one. */
export type LabelOperator = '=' | '==' | '!=' | 'in' | 'notin' | 'gt' | 'lt' | 'exists' | '!';

/** One demand on the labels of an object. */
export interface LabelRequirement {
  readonly key: string;
  readonly operator: LabelOperator;
  readonly values: readonly string[];
}

/** All requirements have to hold, ordered by key; without any, everything matches. */
export interface LabelSelector {
  readonly requirements: readonly LabelRequirement[];
  /** Set on the selector of an absent `LabelSelector` object, which selects nothing. */
  readonly matchesNothing?: true;
}

/** A selector that can't be read. The message is Kubernetes' own. */
export class SelectorError extends Error {
  override readonly name = 'SelectorError';
  readonly reason = 'InvalidSelector';
}
