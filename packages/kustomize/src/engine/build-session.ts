import type { FileTree } from '../files/file-tree.ts';
import type { FolderOptions } from '../files/folder.ts';
import { builtinMergeSchema } from '../merge/builtin-merge-schema.ts';
import type { SchemaLookup } from '../merge/merge-schema.ts';
import type { FileCache } from './file-cache.ts';

/** The state of one build. */
export class BuildSession {
  readonly cache: FileCache;
  readonly folderOptions: FolderOptions;
  readonly warnings: string[] = [];
  private custom: SchemaLookup | undefined;

  constructor(cache: FileCache, options: Omit<FolderOptions, 'read'>) {
    this.cache = cache;
    this.folderOptions = { ...options, read: (files: FileTree, path: string) => cache.read(files, path) };
  }

  /** The schemas that merges go by. */
  readonly schemas = (): SchemaLookup => this.custom ?? builtinMergeSchema;

  /** True once a kustomization brought its own schema; the first one stays for the whole build, as in kustomize. */
  get hasCustomSchema(): boolean {
    return this.custom !== undefined;
  }

  useSchema(schema: SchemaLookup): void {
    this.custom = schema;
  }
}
