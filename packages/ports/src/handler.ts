import type { BrokenConnectionError } from './broken-connection-error.ts';

/**
 * A server as a function over the Web standard `fetch` types. In one process it is called directly; a listener on a
 * port is a thin adapter around it. Answers every request: an error becomes a response with a status, not a rejection;
 * only a connection that breaks on purpose is one ({@link BrokenConnectionError}).
 */
export type Handler = (request: Request) => Promise<Response>;
