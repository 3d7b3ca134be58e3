import assert from 'node:assert/strict';
import { type ConformanceTable, defineTable, type Row } from '@flux19/conformance';
import { createKustomizeEngine } from './engine/kustomize-engine.ts';
import { KustomizeError } from './engine/kustomize-error.ts';
import { runGenerator, runTransformer } from './engine/run-plugin.ts';
import type { FileTree } from './files/file-tree.ts';
import { memoryTree } from './files/memory-tree.ts';

interface RunRow extends Row {
  readonly fs: {
    readonly files: Readonly<Record<string, string>>;
    readonly filesBase64?: Readonly<Record<string, string>>;
  };
  readonly path: string;
  readonly loadRestrictions: string;
  readonly reorder: 'none' | 'legacy';
  readonly output?: string;
  readonly error?: string;
}

function treeOf({ fs: { files, filesBase64 = {} } }: Pick<RunRow, 'fs'>): FileTree {
  const binary = Object.entries(filesBase64).map(([path, text]) => [path, Buffer.from(text, 'base64')] as const);
  return memoryTree(new Map<string, string | Uint8Array>([...Object.entries(files), ...binary]));
}

function build(row: RunRow): string {
  const engine = createKustomizeEngine({
    files: treeOf(row),
    loadRestrictions: row.loadRestrictions === 'LoadRestrictionsNone' ? 'none' : 'root',
  });
  // The rows leave out the flag for this label and the version it names: both are seen in the outcome only.
  const provenance = /managed-by: kustomize-(.*)/.exec(row.output ?? '')?.[1];
  return engine
    .build(row.path, { reorder: row.reorder, provenance, managedByLabel: provenance !== undefined })
    .toYaml();
}

const run = defineTable({
  name: 'kustomize/run',
  check(row) {
    const { output, error } = row as RunRow;
    if (error === undefined) assert.equal(build(row as RunRow), output);
    else assert.throws(() => build(row as RunRow), KustomizeError);
  },
});

interface PluginRow extends Row {
  readonly config: string;
  readonly input: string;
  readonly fs: RunRow['fs'];
  readonly root: string;
  readonly output?: string;
  readonly error?: string;
}

function checkPlugin(row: PluginRow, make: () => string): void {
  if (row.error === undefined) assert.equal(make(), row.output);
  else assert.throws(make, KustomizeError);
}

const transformer = defineTable({
  name: 'kustomize/transformer',
  check(row) {
    const { config, input, root } = row as PluginRow;
    const options = { files: treeOf(row as PluginRow), folder: root };
    checkPlugin(row as PluginRow, () => runTransformer(config, input, options).toYaml());
  },
});

const generator = defineTable({
  name: 'kustomize/generator',
  check(row) {
    const { config, root } = row as PluginRow;
    const options = { files: treeOf(row as PluginRow), folder: root };
    checkPlugin(row as PluginRow, () => runGenerator(config, options).toYaml());
  },
});

export const tables: readonly ConformanceTable[] = [run, transformer, generator];
