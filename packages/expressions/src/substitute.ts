/** A text that cannot be substituted. The message is the one of Flux's envsubst. */
export class SubstitutionError extends Error {
  override readonly name = 'SubstitutionError';
}

/** How substitution behaves. */
export interface SubstituteOptions {
  /** A variable without value is an error instead of empty. */
  readonly strict: boolean;
  /** Largest accepted result in UTF-16 units; default 64 Mi. */
  readonly maxLength?: number;
}

/** Replaces `${name}` and its shell-like forms as Flux's postBuild substitution does. Throws {@link SubstitutionError}. */
export function substitute(
  _text: string,
  _lookup: (name: string) => string | undefined,
  _options: SubstituteOptions,
): string {
  throw new Error('not yet');
}
