/** A text that cannot be substituted. The message is the one of Flux's envsubst. */
export class SubstitutionError extends Error {
  override readonly name = 'SubstitutionError';
}
