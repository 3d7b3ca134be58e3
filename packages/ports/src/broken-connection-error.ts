/**
 * A connection that broke before the answer was whole. A handler that rejects with it, or a body that fails with it, gives no answer on
 * purpose: a listener resets the connection, and who calls the handler directly sees what `fetch` shows when a connection breaks.
 */
export class BrokenConnectionError extends Error {
  override readonly name = 'BrokenConnectionError';
}
