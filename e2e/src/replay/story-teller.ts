import { gunzipSync } from 'node:zlib';
import { getKey, isJsonObject, type JsonObject, type JsonValue } from '@flux19/objects';
import { eventually } from '@flux19/ports';
import { type Exchange, readHeaders, readWarnings } from './exchange.ts';
import { type ServerUnderTest, users } from './server-under-test.ts';
import type { PatchType, RequestOptions, StoryAnswer, StoryApi, StoryWatch } from './story.ts';
import { RecordedWatch } from './story-watch.ts';

type SendOptions = RequestOptions & { readonly body?: unknown };

const patchTypes: Readonly<Record<PatchType, string>> = {
  json: 'application/json-patch+json',
  merge: 'application/merge-patch+json',
  strategic: 'application/strategic-merge-patch+json',
  apply: 'application/apply-patch+yaml',
};

/** Sends the requests of one story to a server and keeps what it answers. */
export class StoryTeller implements StoryApi {
  readonly exchanges: Exchange[] = [];
  readonly #server: ServerUnderTest;
  readonly #titles = new Set<string>();

  constructor(server: ServerUnderTest) {
    this.#server = server;
  }

  async send(title: string, method: string, path: string, options: SendOptions = {}): Promise<StoryAnswer> {
    const { keep = (body) => body, until = () => true } = options;
    let exchange = await this.#exchange(title, method, path, options);
    await eventually(async () => {
      if (until(answerOf(exchange))) return;
      exchange = await this.#exchange(title, method, path, options);
      if (!until(answerOf(exchange))) throw new Error(`${title}: ${JSON.stringify(exchange)}`);
    });
    this.#record({ ...exchange, body: keep(exchange.body) });
    return answerOf(exchange);
  }

  get(title: string, path: string, options?: RequestOptions): Promise<StoryAnswer> {
    return this.send(title, 'GET', path, options);
  }

  create(title: string, path: string, body: unknown, options?: RequestOptions): Promise<StoryAnswer> {
    return this.send(title, 'POST', path, { ...options, body });
  }

  replace(title: string, path: string, body: unknown, options?: RequestOptions): Promise<StoryAnswer> {
    return this.send(title, 'PUT', path, { ...options, body });
  }

  remove(title: string, path: string, body?: unknown, options?: RequestOptions): Promise<StoryAnswer> {
    return this.send(title, 'DELETE', path, { ...options, body });
  }

  patch(
    title: string,
    type: PatchType,
    path: string,
    body: unknown,
    options: RequestOptions = {},
  ): Promise<StoryAnswer> {
    const headers = { 'content-type': patchTypes[type], ...options.headers };
    return this.send(title, 'PATCH', path, { ...options, headers, body });
  }

  async watch(path: string, options: RequestOptions = {}): Promise<StoryWatch> {
    const response = await this.#fetch('GET', path, options);
    const head = {
      request: `GET ${path}`,
      status: response.status,
      headers: readHeaders(response.headers),
      warnings: readWarnings(response.headers),
    };
    return new RecordedWatch(head, response.body, (exchange) => this.#record(exchange));
  }

  async namespace(name: string): Promise<string> {
    const metadata = { name };
    const path = `/api/v1/namespaces/${name}`;
    await this.#prepare('POST', '/api/v1/namespaces', { apiVersion: 'v1', kind: 'Namespace', metadata });
    const account = { apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name: 'default' } };
    await this.#prepare('POST', `${path}/serviceaccounts`, { ...account, automountServiceAccountToken: false });
    return path;
  }

  async endNamespace(name: string): Promise<void> {
    const path = `/api/v1/namespaces/${name}`;
    await this.#prepare('DELETE', path, undefined);
    const object = { apiVersion: 'v1', kind: 'Namespace', metadata: { name }, spec: { finalizers: [] } };
    await this.#prepare('PUT', `${path}/finalize`, object);
  }

  /** What a story needs and is not about. */
  async #prepare(method: string, path: string, body: JsonObject | undefined): Promise<void> {
    const response = await this.#fetch(method, path, { body });
    const text = await response.text();
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${text}`);
  }

  #record(exchange: Exchange): void {
    const { title } = exchange;
    if (this.#titles.has(title)) throw new Error(`two requests of a story have the title "${title}"`);
    this.#titles.add(title);
    this.exchanges.push(exchange);
  }

  async #exchange(title: string, method: string, path: string, options: SendOptions): Promise<Exchange> {
    const deadline = new AbortController();
    const timer = setTimeout(() => deadline.abort(new Error('the answer has no end')), patienceMs);
    try {
      const response = await this.#fetch(method, path, options, deadline.signal);
      return {
        title,
        request: `${method} ${path}`,
        status: response.status,
        headers: readHeaders(response.headers),
        warnings: readWarnings(response.headers),
        body: readBody(Buffer.from(await response.arrayBuffer())),
      };
    } finally {
      clearTimeout(timer);
    }
  }

  async #fetch(method: string, path: string, options: SendOptions, signal?: AbortSignal): Promise<Response> {
    const { body, as = 'admin', headers = {} } = options;
    const credentials = as === 'nobody' ? {} : { authorization: `Bearer ${users[as].token}` };
    const all = { 'user-agent': 'replay/1.0', 'content-type': 'application/json', ...credentials, ...headers };
    const content = body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) };
    const ending = signal === undefined ? {} : { signal };
    const request = new Request(`${this.#server.url}${path}`, { method, headers: all, ...content, ...ending });
    return await this.#server.fetch(request);
  }
}

/** For one answer; what should be an error may turn out to be a watch. */
const patienceMs = 10_000;
const gzipMagic = 0x1f8b;

function readBody(bytes: Buffer): JsonValue {
  const isCompressed = bytes.length > 2 && bytes.readUInt16BE(0) === gzipMagic;
  const text = (isCompressed ? gunzipSync(bytes) : bytes).toString('utf8');
  try {
    return JSON.parse(text) as JsonValue;
  } catch {
    return text;
  }
}

function answerOf({ status, body }: Exchange): StoryAnswer {
  const object = isJsonObject(body) ? body : {};
  return {
    status,
    body: object,
    text(path) {
      let value: JsonValue | undefined = object;
      for (const key of path.split('.')) value = isJsonObject(value) ? getKey(value, key) : undefined;
      return typeof value === 'string' ? value : '';
    },
  };
}
