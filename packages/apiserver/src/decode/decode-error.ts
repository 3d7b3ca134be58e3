/** A body that cannot be read as an object of its kind. The message is the one of Go's JSON decoder. */
export class DecodeError extends Error {
  override readonly name = 'DecodeError';
  readonly reason = 'Undecodable';
}
