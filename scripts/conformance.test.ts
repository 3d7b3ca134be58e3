import assert from 'node:assert/strict';
import { globSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { suite, test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { type ConformanceTable, readRows, runTable, sharedDataFolder } from '@flux19/conformance';

const folder = sharedDataFolder(process.env);
const modules = globSync('packages/*/src/**/*.conformance.ts').map((file) => pathToFileURL(resolve(file)).href);
const loaded: { tables: readonly ConformanceTable[] }[] = await Promise.all(modules.map((href) => import(href)));

suite('conformance', { skip: folder === undefined && 'the shared data folder is absent' }, () => {
  for (const table of loaded.flatMap(({ tables }) => tables)) {
    test(`${table.name} has no difference that is not explained`, async (context) => {
      const rows = readRows(join(folder ?? '', `${table.name}.jsonl`));
      if (rows === undefined) {
        context.skip('the table is absent');
        return;
      }
      const { missed } = await runTable(table, rows);
      const surprises = missed.filter(({ gap }) => gap === undefined);
      assert.deepEqual(surprises, []);
    });
  }
});
