export { readRows, sharedDataFolder } from './rows.ts';
export { runTable } from './run.ts';
export { type ConformanceTable, defineTable, type Row, type TableReport } from './table.ts';
