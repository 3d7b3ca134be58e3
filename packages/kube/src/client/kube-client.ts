import type { JsonValue, KubeObject } from '@flux19/objects';
import type { ObjectAddress, ResourceMapping, ResourceSelector } from '../discovery/resource-mapping.ts';
import type { WatchEvent, WatchOptions } from '../watch/watch-event.ts';
import type { Identity } from './identity.ts';

/** Which objects of a resource are meant. Selectors are in the API server's own text form. */
export interface SelectionOptions {
  /** All namespaces when absent. */
  readonly namespace?: string | undefined;
  readonly labelSelector?: string | undefined;
  readonly fieldSelector?: string | undefined;
}

export interface ListOptions extends SelectionOptions {
  /** Answers one page of at most this many objects; without it all pages are read, 500 objects each. */
  readonly limit?: number | undefined;
  readonly continue?: string | undefined;
  /** `'0'` lets the API server answer from its watch cache. */
  readonly resourceVersion?: string | undefined;
  /** Asks for `metadata` only (`PartialObjectMetadata`). */
  readonly isMetadataOnly?: boolean | undefined;
}

/** Objects of a list all carry `apiVersion` and `kind`, which the API server leaves out of built-in lists. */
export interface ObjectList {
  readonly items: KubeObject[];
  readonly resourceVersion: string;
  /** Given when `limit` left something unread. */
  readonly continue?: string;
}

export interface WriteOptions {
  readonly fieldManager?: string | undefined;
  /** Validates and answers what would be, without storing it. */
  readonly dryRun?: boolean | undefined;
  readonly fieldValidation?: 'Ignore' | 'Warn' | 'Strict' | undefined;
  /** `status`, `scale` ... */
  readonly subresource?: string | undefined;
}

export interface PatchOptions extends WriteOptions {
  readonly type: 'json' | 'merge' | 'strategic';
}

export interface ApplyOptions extends WriteOptions {
  readonly fieldManager: string;
  /** Takes over fields that other managers own instead of failing with Conflict. */
  readonly force?: boolean | undefined;
}

/** What a server-side apply answered. */
export interface Applied {
  readonly object: KubeObject;
  /** True when the object did not exist before (also in a dry run). */
  readonly isCreated: boolean;
}

export interface DeleteOptions {
  readonly propagationPolicy?: 'Background' | 'Foreground' | 'Orphan' | undefined;
  readonly preconditions?: { readonly uid?: string; readonly resourceVersion?: string } | undefined;
  readonly gracePeriodSeconds?: number | undefined;
  readonly dryRun?: boolean | undefined;
}

/** A raw request: for endpoints that are not resources, and for bodies that are not one object. */
export interface RawRequest {
  readonly method?: string | undefined;
  readonly headers?: Readonly<Record<string, string>> | undefined;
  readonly body?: string | undefined;
  /** Milliseconds until the answer's head must be there; 0 = no limit. The client's default when absent. */
  readonly timeoutMs?: number | undefined;
}

/**
 * A dynamic client: any kind, as plain objects. Every method throws {@link ApiError} for an answer of the API server that
 * is an error (after the retries that are safe), {@link ConnectionError} when there was no answer, and the signal's reason
 * when it aborts.
 */
export interface KubeClient {
  /** Base URL without a slash at its end. */
  readonly server: string;
  get(address: ObjectAddress, signal: AbortSignal): Promise<KubeObject>;
  /** Like `get`, but answers undefined when there is no such object (or no such kind). */
  find(address: ObjectAddress, signal: AbortSignal): Promise<KubeObject | undefined>;
  getSubresource(address: ObjectAddress, subresource: string, signal: AbortSignal): Promise<KubeObject>;
  list(resource: ResourceSelector, options: ListOptions, signal: AbortSignal): Promise<ObjectList>;
  create(object: KubeObject, options: WriteOptions, signal: AbortSignal): Promise<KubeObject>;
  /** Replaces the object; a `resourceVersion` in it guards against lost updates. */
  update(object: KubeObject, options: WriteOptions, signal: AbortSignal): Promise<KubeObject>;
  patch(address: ObjectAddress, patch: JsonValue, options: PatchOptions, signal: AbortSignal): Promise<KubeObject>;
  /** Server-side apply. */
  apply(object: KubeObject, options: ApplyOptions, signal: AbortSignal): Promise<Applied>;
  /** Answers the object when it lives on (finalizers, foreground deletion), undefined when it is gone. */
  delete(address: ObjectAddress, options: DeleteOptions, signal: AbortSignal): Promise<KubeObject | undefined>;
  deleteCollection(
    resource: ResourceSelector,
    options: SelectionOptions & DeleteOptions,
    signal: AbortSignal,
  ): Promise<void>;
  /**
   * One watch request: ends when the server ends it, throws when it breaks off, stalls or answers an ERROR event (as
   * {@link ApiError}, 410 among them). Following a resource for long is the work of `ObjectCache`.
   */
  watch(resource: ResourceSelector, options: WatchOptions, signal: AbortSignal): AsyncIterable<WatchEvent>;
  /** Resource of a kind (or the reverse). Throws {@link NoMatchError} when the API server does not know it even after a fresh look. */
  mapping(resource: ResourceSelector, signal: AbortSignal): Promise<ResourceMapping>;
  /**
   * Resource by the names that kubectl takes: `deploy`, `deployments`, `Deployment`, `deployments.apps`, `deployments.v1.apps`.
   * Throws {@link NoMatchError}.
   */
  findResource(name: string, signal: AbortSignal): Promise<ResourceMapping>;
  /** Every resource that the API server serves, preferred version of each group first. */
  resources(signal: AbortSignal): Promise<readonly ResourceMapping[]>;
  /** Forgets what discovery answered; the next lookup asks again. Needed after CustomResourceDefinitions changed. */
  forgetResources(): void;
  /** A plain request with the client's credentials and identity. `path` starts with a slash. Does not throw for an error status. */
  request(path: string, init: RawRequest, signal: AbortSignal): Promise<Response>;
  /**
   * The same client acting as somebody else, in every request it makes.
   * Throws {@link ImpersonationError} when the user is empty or blank, or when this client already impersonates.
   */
  as(identity: Identity): KubeClient;
}
