/** Why a patch was not applied. `Invalid`: it can't be read. `NotApplicable`: the document lacks what it needs. */
export type PatchErrorReason = 'Invalid' | 'NotApplicable' | 'TestFailed' | 'Conflict' | 'TooLarge';

/** Facts of a {@link PatchError} besides its message. */
export interface PatchErrorOptions extends ErrorOptions {
  readonly reason: PatchErrorReason;
  /** JSON pointer of the place in the document, when there is one. */
  readonly path?: string;
}

/** A patch that could not be applied or made. The message is Kubernetes' own. */
export class PatchError extends Error {
  override readonly name = 'PatchError';
  readonly reason: PatchErrorReason;
  readonly path: string | undefined;

  constructor(message: string, { reason, path, ...options }: PatchErrorOptions) {
    super(message, options);
    this.reason = reason;
    this.path = path;
  }
}
