// For tests: a client that speaks to a server in the same process.
import {
  type ApiServer,
  type ApiServerOptions,
  administrator,
  createApiServer,
  type UserInfo,
} from '@flux19/apiserver';
import type { JsonObject } from '@flux19/objects';
import { ManualClock } from '@flux19/ports';

interface Answer {
  readonly code: number;
  readonly headers: Headers;
  readonly text: string;
  /** The body as JSON; an empty object when it is none. */
  readonly body: JsonObject;
  readonly warnings: readonly string[];
}

interface Call {
  readonly body?: unknown;
  readonly type?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

export interface TestApi {
  readonly server: ApiServer;
  readonly clock: ManualClock;
  call(method: string, path: string, call?: Call): Promise<Answer>;
  get(path: string): Promise<Answer>;
  post(path: string, body: unknown): Promise<Answer>;
  put(path: string, body: unknown): Promise<Answer>;
  delete(path: string, body?: unknown): Promise<Answer>;
  merge(path: string, body: unknown): Promise<Answer>;
  apply(path: string, body: unknown): Promise<Answer>;
  as(user: UserInfo): TestApi;
}

/** Starts a server on a clock that stands still. */
export function startApi(options: Partial<ApiServerOptions> = {}): TestApi {
  const clock = new ManualClock();
  const server = createApiServer({ clock, ...options });
  return clientOf(server, clock, administrator);
}

function clientOf(server: ApiServer, clock: ManualClock, user: UserInfo): TestApi {
  const handler = server.as(user);
  const call = async (
    method: string,
    path: string,
    { body, type = 'application/json', headers = {} }: Call = {},
  ): Promise<Answer> => {
    const content = body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) };
    const all = { 'content-type': type, 'user-agent': 'tester/1.0', ...headers };
    return await answerOf(await handler(new Request(`http://cluster${path}`, { method, headers: all, ...content })));
  };
  return {
    server,
    clock,
    call,
    get: (path) => call('GET', path),
    post: (path, body) => call('POST', path, { body }),
    put: (path, body) => call('PUT', path, { body }),
    delete: (path, body) => call('DELETE', path, body === undefined ? {} : { body }),
    merge: (path, body) => call('PATCH', path, { body, type: 'application/merge-patch+json' }),
    apply: (path, body) => call('PATCH', path, { body, type: 'application/apply-patch+yaml' }),
    as: (other) => clientOf(server, clock, other),
  };
}

async function answerOf(response: Response): Promise<Answer> {
  const text = await response.text();
  const warnings = [...(response.headers.get('warning') ?? '').matchAll(/299 - "((?:[^"\\]|\\.)*)"/g)];
  return {
    code: response.status,
    headers: response.headers,
    text,
    body: text.startsWith('{') && !text.includes('}\n{') ? (JSON.parse(text) as JsonObject) : {},
    warnings: warnings.map(([, warning = '']) => warning.replace(/\\(.)/g, '$1')),
  };
}
