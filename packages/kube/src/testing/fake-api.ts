import type { KubeObject } from '@flux19/objects';
import type { Handler } from '@flux19/ports';

/** What goes wrong with a request. */
export type FakeFault =
  | { readonly kind: 'status'; readonly code: number; readonly retryAfter?: string }
  | { readonly kind: 'refuse' }
  | { readonly kind: 'html' }
  /** The watch ends after so many events: in silence, in the middle of one, or with an ERROR event. */
  | {
      readonly kind: 'break';
      readonly afterEvents: number;
      readonly how: 'end' | 'tear' | 'reset' | 'stall' | 'expire';
    };

interface HistoryEntry {
  readonly type: 'ADDED' | 'MODIFIED' | 'DELETED';
  readonly version: number;
  readonly object: KubeObject;
}

/** Undefined breaks the watch. */
type Watcher = (entry: HistoryEntry | undefined) => void;

export interface FakeCall {
  readonly method: string;
  readonly url: URL;
  readonly headers: Headers;
  readonly isWatch: boolean;
  readonly body: string;
}

/** ConfigMaps in memory behind the Kubernetes API, with a history of its own and faults on demand. */
export class FakeApi {
  readonly calls: FakeCall[] = [];
  readonly objects: Map<string, KubeObject> = new Map();
  fault: (call: FakeCall) => FakeFault | undefined = () => undefined;
  #version = 100;
  #oldest = 100;
  #history: HistoryEntry[] = [];
  readonly #watchers = new Set<Watcher>();

  get watchers(): number {
    return this.#watchers.size;
  }

  put(name: string, data: Record<string, string>, namespace = 'default'): KubeObject {
    const known = this.objects.get(`${namespace}/${name}`);
    this.#version += 1;
    const object: KubeObject = {
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: {
        name,
        namespace,
        uid: known?.metadata.uid ?? `uid-${this.#version}`,
        resourceVersion: String(this.#version),
        managedFields: [{ manager: 'test' }],
      },
      data,
    };
    this.objects.set(`${namespace}/${name}`, object);
    this.#publish({ type: known === undefined ? 'ADDED' : 'MODIFIED', version: this.#version, object });
    return object;
  }

  remove(name: string, namespace = 'default'): void {
    const known = this.objects.get(`${namespace}/${name}`);
    if (known === undefined) return;
    this.#version += 1;
    this.objects.delete(`${namespace}/${name}`);
    const object = { ...known, metadata: { ...known.metadata, resourceVersion: String(this.#version) } };
    this.#publish({ type: 'DELETED', version: this.#version, object });
  }

  /** Breaks every open watch. */
  drop(): void {
    for (const watcher of [...this.#watchers]) watcher(undefined);
  }

  /** Forgets the history: whoever resumes from before now is told 410. */
  compact(): void {
    this.#history = [];
    this.#oldest = this.#version;
  }

  readonly handler: Handler = async (request) => {
    const url = new URL(request.url);
    const isWatch = url.searchParams.get('watch') === 'true';
    const call = { method: request.method, url, headers: request.headers, isWatch, body: await request.text() };
    this.calls.push(call);
    const fault = this.fault(call);
    if (fault?.kind === 'refuse') throw new TypeError('connection refused');
    if (fault?.kind === 'html') return new Response('<html>proxy</html>', { headers: { 'content-type': 'text/html' } });
    if (fault?.kind === 'status') {
      const headers: Record<string, string> = fault.retryAfter === undefined ? {} : { 'retry-after': fault.retryAfter };
      return status(fault.code, `fault ${fault.code}`, headers);
    }
    return this.#route(call, request.signal, fault);
  };

  #route(call: FakeCall, signal: AbortSignal, fault: FakeFault | undefined): Response {
    const { pathname } = call.url;
    if (pathname === '/api') return Response.json(discovery(''));
    if (pathname === '/apis') return Response.json({ kind: 'APIGroupDiscoveryList', items: [] });
    const match = /^\/api\/v1(?:\/namespaces\/([^/]+))?\/configmaps(?:\/([^/]+))?$/.exec(pathname);
    if (match === null) return status(404, 'the server could not find the requested resource');
    const [, namespace = '', name] = match;
    if (call.isWatch) return this.#watch(call, signal, fault?.kind === 'break' ? fault : undefined);
    if (name === undefined) return this.#list(call, namespace);
    return this.#single(call, `${namespace}/${name}`);
  }

  #single(call: FakeCall, key: string): Response {
    const known = this.objects.get(key);
    if (call.method === 'PATCH') {
      const [namespace = '', name = ''] = key.split('/');
      const object = this.put(name, JSON.parse(call.body).data ?? {}, namespace);
      return Response.json(object, { status: known === undefined ? 201 : 200 });
    }
    if (known === undefined) return status(404, `configmaps "${key.split('/')[1]}" not found`);
    if (call.method !== 'DELETE') return Response.json(known);
    this.remove(known.metadata.name, known.metadata.namespace);
    return Response.json({ kind: 'Status', apiVersion: 'v1', status: 'Success' });
  }

  #list(call: FakeCall, namespace: string): Response {
    const all = [...this.objects.values()].filter((o) => namespace === '' || o.metadata.namespace === namespace);
    const limit = Number(call.url.searchParams.get('limit') ?? all.length);
    const from = Number(call.url.searchParams.get('continue') ?? 0);
    const items = all.slice(from, from + limit).map(({ data, metadata }) => ({ metadata, data }));
    const next = from + limit < all.length ? String(from + limit) : '';
    return Response.json({
      kind: 'ConfigMapList',
      metadata: { resourceVersion: String(this.#version), continue: next },
      items,
    });
  }

  #watch(call: FakeCall, signal: AbortSignal, fault: (FakeFault & { kind: 'break' }) | undefined): Response {
    const from = Number(call.url.searchParams.get('resourceVersion') ?? this.#version);
    if (from < this.#oldest) return status(410, 'too old resource version');
    let left = fault?.afterEvents ?? Number.POSITIVE_INFINITY;
    const history = this.#history;
    const watchers = this.#watchers;
    let stop = (): void => undefined;
    const body = new ReadableStream<Uint8Array>({
      start(controller) {
        const finish = (): void => {
          stop();
          if (fault?.how === 'tear') controller.enqueue(new TextEncoder().encode('{"type":"ADDED","obj'));
          if (fault?.how === 'expire')
            controller.enqueue(encode({ type: 'ERROR', object: statusBody(410, 'too old') }));
          if (fault?.how === 'reset') controller.error(new TypeError('terminated'));
          else if (fault?.how !== 'stall') controller.close();
        };
        const send: Watcher = (entry) => {
          if (entry === undefined) left = 0;
          if (entry === undefined) return finish();
          const { type, object, version } = entry;
          if (version <= from || left <= 0) return;
          controller.enqueue(encode({ type, object }));
          left -= 1;
          if (left <= 0) finish();
        };
        stop = () => void watchers.delete(send);
        if (left <= 0) return finish();
        watchers.add(send);
        signal.addEventListener('abort', stop, { once: true });
        for (const entry of history) send(entry);
      },
      cancel: () => stop(),
    });
    return new Response(body, { headers: { 'content-type': 'application/json' } });
  }

  #publish(entry: HistoryEntry): void {
    this.#history.push(entry);
    for (const watcher of [...this.#watchers]) watcher(entry);
  }
}

function encode(value: unknown): Uint8Array {
  return new TextEncoder().encode(`${JSON.stringify(value)}\n`);
}

function statusBody(code: number, message: string): object {
  const reason = { 404: 'NotFound', 409: 'Conflict', 410: 'Expired', 429: 'TooManyRequests' }[code];
  return { kind: 'Status', apiVersion: 'v1', status: 'Failure', message, reason, code };
}

function status(code: number, message: string, headers: Record<string, string> = {}): Response {
  return Response.json(statusBody(code, message), { status: code, headers });
}

function discovery(group: string): object {
  const resource = {
    resource: 'configmaps',
    responseKind: { group, version: 'v1', kind: 'ConfigMap' },
    scope: 'Namespaced',
    singularResource: 'configmap',
    shortNames: ['cm'],
    verbs: ['get', 'list', 'watch', 'create', 'update', 'patch', 'delete'],
  };
  return {
    kind: 'APIGroupDiscoveryList',
    items: [{ metadata: { name: group }, versions: [{ version: 'v1', resources: [resource] }] }],
  };
}
