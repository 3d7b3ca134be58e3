import { isJsonObject, type JsonValue, type KubeObject, printJson } from '@flux19/objects';
import type { DiscoveryCache } from '../discovery/discovery-cache.ts';
import {
  addressOf,
  type ObjectAddress,
  type ResourceMapping,
  type ResourceSelector,
} from '../discovery/resource-mapping.ts';
import { noMatchName } from '../discovery/resource-table.ts';
import type { WatchEvent, WatchOptions } from '../watch/watch-event.ts';
import { watchEvents } from '../watch/watch-events.ts';
import { abortable } from './abortable.ts';
import { ConnectionError, hasReason, NoMatchError } from './api-error.ts';
import { type Identity, ImpersonationError, impersonationHeaders, refuseImpersonation } from './identity.ts';
import type {
  Applied,
  ApplyOptions,
  DeleteOptions,
  KubeClient,
  ListOptions,
  ObjectList,
  PatchOptions,
  RawRequest,
  SelectionOptions,
  WriteOptions,
} from './kube-client.ts';
import { readPages } from './list-pages.ts';
import { queryText, type ResourcePlace, resourcePath } from './paths.ts';
import { handOver, parseBody, readText } from './read-body.ts';
import { deleteBody, patchContentTypes, selectionQuery, writeQuery } from './request-parts.ts';
import { parseRetryAfter } from './retry-policy.ts';
import { errorOfAnswer } from './status-error.ts';
import type { Outgoing, Transport } from './transport.ts';

interface Answer {
  readonly status: number;
  readonly body: JsonValue;
}

const accept = { accept: 'application/json' };
const jsonContent = { ...accept, 'content-type': 'application/json' };

/** The client itself; see {@link KubeClient} for what its methods promise. */
export class DynamicClient implements KubeClient {
  readonly server: string;
  readonly #transport: Transport;
  readonly #discovery: DiscoveryCache;
  readonly #identity: Identity | undefined;

  constructor(transport: Transport, discovery: DiscoveryCache, identity?: Identity) {
    this.server = transport.options.server;
    this.#transport = transport;
    this.#discovery = discovery;
    this.#identity = identity;
  }

  async get(address: ObjectAddress, signal: AbortSignal): Promise<KubeObject> {
    return this.#getAt(address, undefined, signal);
  }

  async getSubresource(address: ObjectAddress, subresource: string, signal: AbortSignal): Promise<KubeObject> {
    return this.#getAt(address, subresource, signal);
  }

  async find(address: ObjectAddress, signal: AbortSignal): Promise<KubeObject | undefined> {
    try {
      return await this.get(address, signal);
    } catch (thrown) {
      if (hasReason(thrown, 'NotFound') || thrown instanceof NoMatchError) return undefined;
      throw thrown;
    }
  }

  async list(resource: ResourceSelector, options: ListOptions, signal: AbortSignal): Promise<ObjectList> {
    const mapping = await this.mapping(resource, signal);
    return readPages(mapping, options, async (query) => {
      const path = resourcePath(mapping, { namespace: options.namespace }) + query;
      const headers = options.isMetadataOnly ? { accept: metadataListType } : accept;
      return (await this.#exchange({ method: 'GET', path, headers, isRepeatable: true }, signal)).body;
    });
  }

  async create(object: KubeObject, options: WriteOptions, signal: AbortSignal): Promise<KubeObject> {
    const mapping = await this.mapping(object, signal);
    const { namespace, name } = object.metadata;
    const place: ResourcePlace =
      options.subresource === undefined ? { namespace } : { namespace, name, subresource: options.subresource };
    return this.#write('POST', mapping, place, object, writeQuery(options), signal);
  }

  async update(object: KubeObject, options: WriteOptions, signal: AbortSignal): Promise<KubeObject> {
    const mapping = await this.mapping(object, signal);
    const place = { ...addressOf(object), subresource: options.subresource };
    return this.#write('PUT', mapping, place, object, writeQuery(options), signal);
  }

  async patch(
    address: ObjectAddress,
    patch: JsonValue,
    options: PatchOptions,
    signal: AbortSignal,
  ): Promise<KubeObject> {
    const mapping = await this.mapping(address, signal);
    const path = resourcePath(mapping, { ...address, subresource: options.subresource }) + writeQuery(options);
    const headers = { ...accept, 'content-type': patchContentTypes[options.type] };
    const { body } = await this.#exchange(
      { method: 'PATCH', path, headers, body: printJson(patch), isRepeatable: false },
      signal,
    );
    return asObject(body);
  }

  async apply(object: KubeObject, options: ApplyOptions, signal: AbortSignal): Promise<Applied> {
    const mapping = await this.mapping(object, signal);
    const query = writeQuery({ ...options, force: options.force });
    const path = resourcePath(mapping, { ...addressOf(object), subresource: options.subresource }) + query;
    const headers = { ...accept, 'content-type': patchContentTypes.apply };
    const answer = await this.#exchange(
      { method: 'PATCH', path, headers, body: print(object), isRepeatable: true },
      signal,
    );
    return { object: asObject(answer.body), isCreated: answer.status === 201 };
  }

  async delete(address: ObjectAddress, options: DeleteOptions, signal: AbortSignal): Promise<KubeObject | undefined> {
    const mapping = await this.mapping(address, signal);
    const path = resourcePath(mapping, address);
    const { body } = await this.#exchange(
      { method: 'DELETE', path, headers: jsonContent, body: deleteBody(options), isRepeatable: false },
      signal,
    );
    return isJsonObject(body) && body['kind'] === 'Status' ? undefined : asObject(body);
  }

  async deleteCollection(
    resource: ResourceSelector,
    options: SelectionOptions & DeleteOptions,
    signal: AbortSignal,
  ): Promise<void> {
    const mapping = await this.mapping(resource, signal);
    const path = resourcePath(mapping, { namespace: options.namespace }) + queryText(selectionQuery(options));
    await this.#exchange(
      { method: 'DELETE', path, headers: jsonContent, body: deleteBody(options), isRepeatable: false },
      signal,
    );
  }

  async *watch(resource: ResourceSelector, options: WatchOptions, signal: AbortSignal): AsyncGenerator<WatchEvent> {
    const mapping = await this.mapping(resource, signal);
    yield* watchEvents(this.#transport, mapping, options, signal);
  }

  async mapping(resource: ResourceSelector, signal: AbortSignal): Promise<ResourceMapping> {
    if ('verbs' in resource) return resource;
    signal.throwIfAborted();
    return abortable(
      this.#discovery.find(resource, (path, type) => this.#readDiscovery(path, type)),
      signal,
    );
  }

  async findResource(name: string, signal: AbortSignal): Promise<ResourceMapping> {
    const found = await abortable(
      this.#discovery.findName(name, (path, type) => this.#readDiscovery(path, type)),
      signal,
    );
    if (found === undefined) throw noMatchName(name);
    return found;
  }

  resources(signal: AbortSignal): Promise<readonly ResourceMapping[]> {
    return abortable(
      this.#discovery.all((path, type) => this.#readDiscovery(path, type)),
      signal,
    );
  }

  forgetResources(): void {
    this.#discovery.forget();
  }

  async request(path: string, init: RawRequest, signal: AbortSignal): Promise<Response> {
    const { method = 'GET', headers = {}, body, timeoutMs } = init;
    refuseImpersonation(headers);
    const incoming = await this.#transport.send(
      { method, path, headers, body, timeoutMs, isRepeatable: method === 'GET' },
      signal,
    );
    return handOver(incoming);
  }

  as(identity: Identity): KubeClient {
    if (this.#identity !== undefined) {
      throw new ImpersonationError(
        `cannot impersonate ${identity.user} as ${this.#identity.user}, who is impersonated already`,
      );
    }
    return new DynamicClient(this.#transport.withHeaders(impersonationHeaders(identity)), this.#discovery, identity);
  }

  async #getAt(address: ObjectAddress, subresource: string | undefined, signal: AbortSignal): Promise<KubeObject> {
    const mapping = await this.mapping(address, signal);
    const path = resourcePath(mapping, { ...address, subresource });
    return asObject((await this.#exchange({ method: 'GET', path, headers: accept, isRepeatable: true }, signal)).body);
  }

  async #write(
    method: string,
    mapping: ResourceMapping,
    place: ResourcePlace,
    object: KubeObject,
    query: string,
    signal: AbortSignal,
  ): Promise<KubeObject> {
    const path = resourcePath(mapping, place) + query;
    const { body } = await this.#exchange(
      { method, path, headers: jsonContent, body: print(object), isRepeatable: false },
      signal,
    );
    return asObject(body);
  }

  /** Sends and reads JSON; throws for every status that is no success, redirects among them. */
  async #exchange(outgoing: Outgoing, signal: AbortSignal): Promise<Answer> {
    const incoming = await this.#transport.send(outgoing, signal);
    const { status, headers } = incoming.response;
    const text = await readText(incoming);
    const isJson = headers.get('content-type')?.includes('json') ?? false;
    const what = `${outgoing.method} ${this.server}${outgoing.path}`;
    if (status >= 200 && status < 300) return { status, body: parseBody(text, what) };
    const retryAfterMs = parseRetryAfter(headers.get('retry-after'), this.#transport.options.clock.now());
    throw errorOfAnswer(status, isJson ? parseBody(text, what) : undefined, text, retryAfterMs);
  }

  /** Discovery is shared by all callers, so it does not stop when one of them gives up. */
  async #readDiscovery(path: string, type: string): Promise<JsonValue> {
    const outgoing: Outgoing = { method: 'GET', path, headers: { accept: type }, isRepeatable: true };
    return (await this.#exchange(outgoing, new AbortController().signal)).body;
  }
}

const metadataListType = 'application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1';

function asObject(body: JsonValue): KubeObject {
  if (isJsonObject(body) && typeof body['kind'] === 'string' && isJsonObject(body['metadata'])) {
    return body as unknown as KubeObject;
  }
  throw new ConnectionError('the answer is not a Kubernetes object');
}

/** Whole objects are JSON by construction: they came from YAML, JSON or code. */
function print(object: KubeObject): string {
  return printJson(object as unknown as JsonValue);
}
