import type { ConformanceTable, Row, TableReport } from './table.ts';

/** Runs every case of a table and reports what passed. Never throws for a failing case. */
export async function runTable(table: ConformanceTable, rows: readonly Row[]): Promise<TableReport> {
  const missed: TableReport['missed'][number][] = [];
  for (const [line, row] of rows.entries()) {
    try {
      await table.check(row);
    } catch (thrown) {
      const message = thrown instanceof Error ? thrown.message : String(thrown);
      const gap = table.knownGap?.(row);
      missed.push({ line, test: String(row['test'] ?? ''), why: message, ...(gap === undefined ? {} : { gap }) });
    }
  }
  return { name: table.name, total: rows.length, passed: rows.length - missed.length, missed };
}
