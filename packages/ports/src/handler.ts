/**
 * A server as a function over the Web standard `fetch` types. In one process it is called directly; a listener on a
 * port is a thin adapter around it. Answers every request: an error becomes a response with a status, not a rejection.
 */
export type Handler = (request: Request) => Promise<Response>;
