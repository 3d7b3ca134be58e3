import type { IncomingMessage } from 'node:http';
import { Agent, request } from 'node:https';
import { text } from 'node:stream/consumers';
import type { MeasuredServer } from './measured-server.ts';

export interface ApiRequest {
  readonly method: 'GET' | 'POST' | 'PATCH' | 'DELETE';
  /** With its query. */
  readonly path: string;
  readonly body?: string;
  readonly contentType?: string;
}

/** Kept connections to an API server. As little as possible happens here, since its time counts as the server's. */
export class ApiConnection {
  readonly #url: string;
  readonly #token: string;
  readonly #agent: Agent;

  constructor({ url, token }: Pick<MeasuredServer, 'url' | 'token'>, connections: number) {
    this.#url = url;
    this.#token = token;
    // The servers have certificates of their own making; what is measured is their speed, on loopback.
    this.#agent = new Agent({ keepAlive: true, maxSockets: connections, rejectUnauthorized: false });
  }

  /** The body of an answer. Throws when it is no success. */
  async send(asked: ApiRequest): Promise<string> {
    const answer = await this.open(asked);
    const body = await text(answer);
    const { statusCode = 0 } = answer;
    if (statusCode >= 200 && statusCode < 300) return body;
    throw new Error(`${asked.method} ${asked.path}: ${statusCode} ${body}`);
  }

  /** The answer with its body still to come. */
  open({ method, path, body, contentType = 'application/json' }: ApiRequest): Promise<IncomingMessage> {
    const { promise, resolve, reject } = Promise.withResolvers<IncomingMessage>();
    const headers = { authorization: `Bearer ${this.#token}`, accept: 'application/json' };
    const content =
      body === undefined ? {} : { 'content-type': contentType, 'content-length': Buffer.byteLength(body) };
    const call = request(`${this.#url}${path}`, { method, agent: this.#agent, headers: { ...headers, ...content } });
    call.once('error', reject).once('response', resolve);
    call.end(body);
    return promise;
  }

  close(): void {
    this.#agent.destroy();
  }
}
