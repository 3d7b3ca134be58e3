// Runs the conformance tables and prints passed/total for each; `--misses` also prints each miss.
// Arguments that are not flags choose the tables whose names contain them.
import { globSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type ConformanceTable, readRows, runTable, sharedDataFolder } from '@flux19/conformance';

const flags = process.argv.slice(2).filter((word) => word.startsWith('--'));
const wanted = process.argv.slice(2).filter((word) => !word.startsWith('--'));
const folder = sharedDataFolder(process.env);
if (folder === undefined) {
  console.log('conformance data is absent: set FLUX19_SHARED_DATA or place it in ../shared/data');
  process.exit(0);
}

const modules = globSync('packages/*/src/**/*.conformance.ts').map((file) => import(pathToFileURL(resolve(file)).href));
const tables = (await Promise.all(modules)).flatMap((module: { tables: readonly ConformanceTable[] }) => module.tables);

let unexplained = 0;
for (const table of tables.toSorted((a, b) => a.name.localeCompare(b.name))) {
  if (wanted.length > 0 && !wanted.some((word) => table.name.includes(word))) continue;
  const rows = readRows(join(folder, `${table.name}.jsonl`));
  if (rows === undefined) {
    console.log(`${table.name.padEnd(40)} absent`);
    continue;
  }
  const began = performance.now();
  const report = await runTable(table, rows);
  const surprises = report.missed.filter((miss) => miss.gap === undefined);
  unexplained += surprises.length;
  const note = surprises.length === report.missed.length ? '' : `  (${report.missed.length - surprises.length} known)`;
  const ms = Math.round(performance.now() - began);
  console.log(`${table.name.padEnd(40)} ${String(report.passed).padStart(5)} / ${report.total}  ${ms} ms${note}`);
  if (!flags.includes('--misses')) continue;
  for (const miss of report.missed) {
    console.log(`  line ${miss.line + 1} ${miss.test}${miss.gap === undefined ? '' : ` [${miss.gap}]`}`);
    console.log(`    ${miss.why.replaceAll('\n', '\n    ').slice(0, 2000)}`);
  }
}
process.exitCode = unexplained > 0 ? 1 : 0;
