/** A selector that can't be read. The message is Kubernetes' own. */
export class SelectorError extends Error {
  override readonly name = 'SelectorError';
  readonly reason = 'InvalidSelector';
}
