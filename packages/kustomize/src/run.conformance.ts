import assert from 'node:assert/strict';
import { type ConformanceTable, defineTable, type Row } from '@flux19/conformance';
import { createKustomizeEngine } from './engine/kustomize-engine.ts';
import { KustomizeError } from './engine/kustomize-error.ts';
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

function treeOf({ fs: { files, filesBase64 = {} } }: RunRow): FileTree {
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

export const tables: readonly ConformanceTable[] = [run];
