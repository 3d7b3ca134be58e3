import { setTimeout as wait } from 'node:timers/promises';
import { type Cluster, ManualClock, startCluster } from '@flux19/cluster';
import { isJsonObject, type JsonObject } from '@flux19/objects';
import type { Logger } from '@flux19/runtime';
import type { FuzzRequest } from './fuzz-request.ts';
import { validObjects } from './valid-objects.ts';

/** Something that no request may bring about. */
export class FuzzFinding extends Error {
  override readonly name = 'FuzzFinding';
}

/** Refusals to which Kubernetes, too, gives a code of 500, and no reason. */
const ownFaults =
  /^(failed to create typed|resourceVersion should not be set|failed to convert|.*duplicate entries for key|.*unable to (convert|find))/;
const patienceMs = 20_000;

/** Sends requests to a fresh cluster, controllers included, and looks at what it is like afterwards. Throws FuzzFinding. */
export async function fuzzCluster(requests: readonly FuzzRequest[]): Promise<void> {
  const faults: string[] = [];
  const cluster = await startCluster({ clock: new ManualClock(), log: listeningLogger(faults) });
  try {
    for (const [path, object] of validObjects) await call(cluster, write('POST', path, object));
    for (const request of requests) refuseFault(request, await call(cluster, request));
    await within('the controllers came to no rest', cluster.settle());
    await within('the controllers came to no rest after ten minutes', cluster.advance(600_000));
    await readEverything(cluster);
    if (faults.length > 0) throw new FuzzFinding(`a controller failed: ${faults[0]}`);
    if (({} as Readonly<Record<string, unknown>>)['polluted'] !== undefined)
      throw new FuzzFinding('a prototype was polluted');
  } finally {
    await within('the cluster did not close', cluster.close());
  }
}

interface FuzzAnswer {
  readonly code: number;
  readonly text: string;
}

function write(method: string, path: string, object: JsonObject): FuzzRequest {
  return { method, path, headers: { 'content-type': 'application/json' }, body: JSON.stringify(object) };
}

async function call(cluster: Cluster, request: FuzzRequest): Promise<FuzzAnswer> {
  const { method, path, headers, body, bytes } = request;
  const hasBody = method !== 'GET' && method !== 'HEAD';
  const content = bytes === undefined ? body : Uint8Array.from(bytes);
  const aborter = new AbortController();
  const asked = new Request(`http://cluster.test${path.startsWith('/') ? path : `/${path}`}`, {
    method,
    headers: { ...headers, authorization: `Bearer ${cluster.token}` },
    signal: aborter.signal,
    ...(hasBody && content !== undefined ? { body: content } : {}),
  });
  const response = await within(`no answer to ${describe(request)}`, cluster.fetch(asked));
  if (isWatch(request)) {
    const reader = response.body?.getReader();
    await Promise.race([reader?.read(), new Promise((done) => setImmediate(done))]);
    await reader?.cancel();
    aborter.abort();
    return { code: response.status, text: '' };
  }
  return { code: response.status, text: await within(`no end of the answer to ${describe(request)}`, response.text()) };
}

function isWatch({ method, path }: FuzzRequest): boolean {
  const watch = new URLSearchParams(path.split('?')[1]).get('watch');
  // A watch by its path is an old way to ask for one.
  const isByPath = path.startsWith('/api/v1/watch/');
  return method === 'GET' && (isByPath || (watch !== null && watch !== '0' && watch !== 'false'));
}

function refuseFault(request: FuzzRequest, { code, text }: FuzzAnswer): void {
  // Asked for what is not there yet, Kubernetes waits and gives up; a webhook or service that nobody runs is not reached.
  if (code < 500 || code === 504 || code === 501 || code === 503) return;
  if (ownFaults.test(messageOf(text))) return;
  throw new FuzzFinding(`${code} for ${describe(request)}: ${text.slice(0, 500)}`);
}

function messageOf(text: string): string {
  try {
    return String((JSON.parse(text) as { readonly message?: unknown }).message);
  } catch {
    return /^message: ["']?(.*)/m.exec(text)?.[1] ?? '';
  }
}

/** Every object is there in every form, and may be written back as it was read. */
async function readEverything(cluster: Cluster): Promise<void> {
  for (const [path] of validObjects) {
    if (path.includes('reviews')) continue;
    for (const as of ['', ';as=Table;v=v1;g=meta.k8s.io', ';as=PartialObjectMetadataList;v=v1;g=meta.k8s.io']) {
      const request = { method: 'GET', path, headers: { accept: `application/json${as}` }, body: undefined };
      const answer = await call(cluster, request);
      // The definition may have been deleted.
      if (answer.code !== 200 && answer.code !== 404)
        throw new FuzzFinding(`${answer.code} for a list of ${path}: ${answer.text}`);
      if (as === '' && answer.code === 200) await writeBack(cluster, path, answer.text);
    }
  }
}

async function writeBack(cluster: Cluster, path: string, list: string): Promise<void> {
  const {
    items = [],
    kind = '',
    apiVersion,
  } = JSON.parse(list) as { items?: JsonObject[]; kind?: string; apiVersion: string };
  for (const item of items) {
    const { name, deletionTimestamp } = item['metadata'] as JsonObject;
    // Whoever is about to go may go at any write.
    if (deletionTimestamp !== undefined) continue;
    const whole = { kind: kind.replace(/List$/, ''), apiVersion, ...item };
    const request = write('PUT', `${path}/${encodeURIComponent(String(name))}`, whole);
    const { code, text } = await call(cluster, request);
    if (code !== 200)
      throw new FuzzFinding(`${code} for ${path}/${name} written back as it was read: ${text.slice(0, 600)}`);
  }
}

async function within<Value>(failure: string, work: Promise<Value>): Promise<Value> {
  const ended = new AbortController();
  const late = wait(patienceMs, undefined, { signal: ended.signal }).then(
    () => Promise.reject(new FuzzFinding(failure)),
    () => Promise.reject(new Error('in time')),
  );
  late.catch(() => undefined);
  try {
    return await Promise.race([work, late]);
  } finally {
    ended.abort();
  }
}

/** Collects what controllers failed at, other than at the API server's refusals. */
function listeningLogger(faults: string[]): Logger {
  const logger: Logger = {
    debug: () => undefined,
    info: () => undefined,
    error: (message, thrown) => {
      const text = thrown instanceof Error ? (causeOf(thrown).stack ?? thrown.message) : String(thrown);
      faults.push(`${message}: ${text}`);
    },
    with: () => logger,
  };
  return logger;
}

function causeOf(error: Error): Error {
  return error.cause instanceof Error ? causeOf(error.cause) : error;
}

/** A request as a line that can be sent again. */
function describe({ method, path, headers, body, bytes }: FuzzRequest): string {
  const content = bytes === undefined ? (body ?? '') : `bytes ${bytes.join(' ')}`;
  const shown = isJsonObject(headers) ? JSON.stringify(headers) : '';
  return `${method} ${path} ${shown} ${content.slice(0, 1500)}`;
}
