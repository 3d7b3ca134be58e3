/** A text that is no version or range. The message is Masterminds'. */
export class SemverError extends Error {
  override readonly name = 'SemverError';
}
