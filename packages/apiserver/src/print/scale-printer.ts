import type { Printer } from '../kinds/kind-rules.ts';
import { age, columnPrinter, count, name, numberAt } from './column-printer.ts';

/** Columns of a Scale, whatever is scaled. */
export const scalePrinter: Printer = columnPrinter(
  { ...name, format: '' },
  count('Desired', numberAt('spec.replicas')),
  count('Available', numberAt('status.replicas')),
  age,
);
