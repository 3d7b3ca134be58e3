import assert from 'node:assert/strict';
import { type ConformanceTable, defineTable, type Row } from '@flux19/conformance';
import { createKustomizeEngine } from './engine/kustomize-engine.ts';
import { KustomizeError } from './engine/kustomize-error.ts';
import { memoryTree } from './files/memory-tree.ts';

interface RunRow extends Row {
  readonly fs: { readonly files: Readonly<Record<string, string>> };
  readonly path: string;
  readonly loadRestrictions: string;
  readonly reorder: 'none' | 'legacy';
  readonly output?: string;
  readonly error?: string;
}

function build(row: RunRow): string {
  const engine = createKustomizeEngine({
    files: memoryTree(new Map(Object.entries(row.fs.files))),
    loadRestrictions: row.loadRestrictions === 'LoadRestrictionsNone' ? 'none' : 'root',
  });
  const provenance = /kustomize-(v[0-9.]+)/.exec(row.output ?? '')?.[1];
  return engine.build(row.path, { reorder: row.reorder, provenance }).toYaml();
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
