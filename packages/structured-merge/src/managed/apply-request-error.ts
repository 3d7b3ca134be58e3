/** An apply request makes no sense; the API server answers 400 with this message. */
export class ApplyRequestError extends Error {
  override readonly name = 'ApplyRequestError';
}
