/** A signature that was not accepted. The message is Flux's and fit for a condition. */
export class SignatureError extends Error {
  override readonly name = 'SignatureError';
}
