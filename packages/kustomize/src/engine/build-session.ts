import type { FolderOptions } from '../files/folder.ts';
import { isCertainlyClusterScoped, type ScopeLookup } from '../identity/cluster-scope.ts';
import { builtinMergeSchema } from '../merge/builtin-merge-schema.ts';
import type { SchemaLookup } from '../merge/merge-schema.ts';
import type { OpenApiSchema } from '../merge/openapi-schema.ts';
import type { FileCache } from './file-cache.ts';
import type { Snapshots } from './snapshots.ts';

/** The state of one build. */
export class BuildSession {
  readonly cache: FileCache;
  readonly snapshots: Snapshots;
  readonly folderOptions: FolderOptions;
  readonly warnings: string[] = [];
  /**
   * How often a resource of a kind was read that is not built in, or a patch was merged: both make kustomize read its built-in schemas, which
   * then stay beside those of `openapi`.
   */
  builtinUses = 0;
  private custom: OpenApiSchema | undefined;
  private chosen = false;

  constructor(cache: FileCache, snapshots: Snapshots, options: Omit<FolderOptions, 'access'>) {
    this.cache = cache;
    this.snapshots = snapshots;
    this.folderOptions = { ...options, access: snapshots };
  }

  /** The schemas that merges go by. */
  readonly schemas = (): SchemaLookup => this.custom?.schemas ?? this.builtins;

  private readonly builtins: SchemaLookup = (apiVersion, kind) => {
    this.builtinUses++;
    return builtinMergeSchema(apiVersion, kind);
  };

  /** The scopes of kinds, which a schema may add to while the build runs. */
  readonly scopes: ScopeLookup = (apiVersion, kind) =>
    isCertainlyClusterScoped(apiVersion, kind) ||
    (this.custom?.isClusterScoped(apiVersion, kind) === true && builtinMergeSchema(apiVersion, kind) === undefined);

  noteKind(apiVersion: string, kind: string): void {
    if (builtinMergeSchema(apiVersion, kind) === undefined) this.builtinUses++;
  }

  /** True once a kustomization chose a schema; the first choice stays for the whole build, as in kustomize. */
  get hasSchema(): boolean {
    return this.chosen;
  }

  /** Undefined stands for the built-in schemas. */
  useSchema(schema: OpenApiSchema | undefined): void {
    this.custom = schema;
    this.chosen = true;
  }
}
