/** A request that got no answer. The message holds neither the address nor a header. */
export class SendError extends Error {
  override readonly name = 'SendError';
  /** False where trying again cannot help: a refused certificate, an address that is none. */
  readonly isRetryable: boolean;

  constructor(message: string, options: ErrorOptions & { readonly isRetryable?: boolean } = {}) {
    super(message, options);
    this.isRetryable = options.isRetryable ?? true;
  }
}
