import { isCertainlyClusterScoped, type ScopeLookup } from '../identity/cluster-scope.ts';
import { type Gvk, type ResourceId, splitApiVersion } from '../identity/gvk.ts';
import {
  copyFields,
  type Fields,
  getField,
  isEmpty,
  isFields,
  setField,
  textOf,
  textOrEmpty,
  type Value,
} from '../values/value.ts';

/** How a generated resource joins one of the same id. */
export type Behavior = 'unspecified' | 'create' | 'replace' | 'merge';

/** Where a resource comes from, in the form of kustomize's origin annotation. */
export interface Origin {
  readonly path?: string | undefined;
  readonly repo?: string | undefined;
  readonly ref?: string | undefined;
  readonly configuredIn?: string | undefined;
  readonly configuredBy?:
    | { readonly apiVersion?: string; readonly kind?: string; readonly name?: string; readonly namespace?: string }
    | undefined;
}

/** A name that a resource had before a transformer changed it. */
export interface PreviousName {
  readonly name: string;
  readonly namespace: string;
  readonly kind: string;
}

/** An object of the build with what kustomize keeps beside it, which upstream hides in annotations until the end. */
export class Resource {
  /** Undefined once a patch deleted the whole resource. */
  value: Fields | undefined;
  /** Oldest first. */
  previous: readonly PreviousName[] = [];
  prefixes: readonly string[] = [];
  suffixes: readonly string[] = [];
  varNames: readonly string[] = [];
  behavior: Behavior = 'unspecified';
  needsHash = false;
  allowNameChange = false;
  allowKindChange = false;
  origin: Origin | undefined;
  transformations: readonly Origin[] = [];
  /** The scopes of the build; those of the built-in kinds alone until a build takes the resource in. */
  scopes: ScopeLookup = isCertainlyClusterScoped;
  /** File and 1-based line, for messages. */
  file: string | undefined;
  line = 0;

  constructor(value: Fields) {
    this.value = value;
  }

  copy(): Resource {
    const copy = new Resource({});
    copy.value = this.value === undefined ? undefined : copyFields(this.value, new Map());
    copy.previous = this.previous;
    copy.prefixes = this.prefixes;
    copy.suffixes = this.suffixes;
    copy.varNames = this.varNames;
    copy.behavior = this.behavior;
    copy.needsHash = this.needsHash;
    copy.allowNameChange = this.allowNameChange;
    copy.allowKindChange = this.allowKindChange;
    copy.origin = this.origin;
    copy.transformations = this.transformations;
    copy.scopes = this.scopes;
    copy.file = this.file;
    copy.line = this.line;
    return copy;
  }

  get isEmpty(): boolean {
    return this.value === undefined || isEmpty(this.value);
  }

  get kind(): string {
    return textOf(this.value?.['kind']);
  }

  get apiVersion(): string {
    return textOf(this.value?.['apiVersion']);
  }

  get name(): string {
    return this.metaText('name');
  }

  get namespace(): string {
    return this.metaText('namespace');
  }

  get isClusterScoped(): boolean {
    return this.scopes(this.apiVersion, this.kind);
  }

  get gvk(): Gvk {
    const { group, version } = splitApiVersion(this.apiVersion);
    return { group, version, kind: this.kind };
  }

  /** The id that the resource has now. */
  get id(): ResourceId {
    const { group, version } = splitApiVersion(this.apiVersion);
    const { kind, name, namespace, isClusterScoped } = this;
    return { group, version, kind, name, namespace, isClusterScoped };
  }

  /** Every id the resource had before, oldest first. Group and version are those of now. */
  get previousIds(): ResourceId[] {
    if (this.previous.length === 0) return [];
    const { group, version } = splitApiVersion(this.apiVersion);
    return this.previous.map(({ kind, name, namespace }) => {
      const isClusterScoped = this.scopes(this.apiVersion, kind);
      return { group, version, kind, name, namespace, isClusterScoped };
    });
  }

  /** The id that the resource was read with. */
  get originalId(): ResourceId {
    const [first] = this.previous;
    if (first === undefined) return this.id;
    const { group, version } = splitApiVersion(this.apiVersion);
    const { kind, name, namespace } = first;
    return { group, version, kind, name, namespace, isClusterScoped: this.scopes(this.apiVersion, kind) };
  }

  get metadata(): Fields | undefined {
    const metadata = this.value?.['metadata'];
    return isFields(metadata) ? metadata : undefined;
  }

  get labels(): Fields {
    return this.metaMap('labels');
  }

  get annotations(): Fields {
    return this.metaMap('annotations');
  }

  setName(name: string): void {
    setField(this.needMetadata(), 'name', name);
  }

  /** The empty namespace removes the field. */
  setNamespace(namespace: string): void {
    if (namespace !== '') setField(this.needMetadata(), 'namespace', namespace);
    else if (this.metadata !== undefined) delete this.metadata['namespace'];
  }

  setKind(kind: string): void {
    if (this.value !== undefined) this.value['kind'] = kind;
  }

  /** Sets labels or annotations to texts in sorted order; none at all removes the field. */
  setMetaMap(field: 'labels' | 'annotations', map: ReadonlyMap<string, string>): void {
    const metadata = this.needMetadata();
    if (map.size === 0) {
      delete metadata[field];
      return;
    }
    const fields: Fields = {};
    for (const key of [...map.keys()].sort()) setField(fields, key, map.get(key) as string);
    // Deleted first, so that the field moves to the end as upstream does it.
    delete metadata[field];
    metadata[field] = fields;
  }

  private needMetadata(): Fields {
    const { metadata } = this;
    if (metadata !== undefined) return metadata;
    const created: Fields = {};
    if (this.value !== undefined) this.value['metadata'] = created;
    return created;
  }

  private metaText(field: string): string {
    const value = this.metadata?.[field];
    return isEmpty(value) ? '' : textOrEmpty(value);
  }

  private metaMap(field: string): Fields {
    const map = this.metadata?.[field] as Value | undefined;
    return isFields(map) ? map : {};
  }
}

/** Texts of a map of labels or annotations. */
export function textMap(fields: Fields): Map<string, string> {
  const map = new Map<string, string>();
  for (const key of Object.keys(fields)) map.set(key, textOf(getField(fields, key)));
  return map;
}
