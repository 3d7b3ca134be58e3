import type { SchemaLookup } from '../merge/merge-schema.ts';
import type { Resource } from '../resources/resource.ts';
import type { ResourceList } from '../resources/resource-list.ts';
import type { ReadPatch } from './read-patch.ts';

/** What a built-in plug-in may use of the build it runs in. */
export interface PluginHelp {
  /** Content of a file by its path in the kustomization. Throws KustomizeError. */
  load(path: string): Uint8Array;
  /** Path inside the tree of a file named in the kustomization. */
  pathOf(path: string): string;
  /** Resources of a text, as the engine reads files; the caller owns them. Throws KustomizeError. */
  parse(text: string, file: string | undefined): Resource[];
  readonly schemas: () => SchemaLookup;
  /** Patches read before, by their text. */
  readonly patches: Map<string, ReadPatch>;
  /** Name of the folder of the kustomization. */
  readonly folderName: string;
}

/** Changes resources in place. */
export interface Transformer {
  readonly kind: string;
  transform(list: ResourceList): void;
}

/** Makes resources. */
export interface Generator {
  readonly kind: string;
  generate(): readonly Resource[];
}

export type Plugin = Transformer | Generator;
