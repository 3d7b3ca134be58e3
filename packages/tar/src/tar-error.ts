/** What is no tar, or damaged. The message is a clause: `it is cut off`. */
export class TarError extends Error {
  override readonly name = 'TarError';
}
