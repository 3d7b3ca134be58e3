import type { Printer } from '../kinds/kind-rules.ts';
import { corePrinters } from './core-printers.ts';
import { definitionPrinter } from './definition-printer.ts';
import { devicePrinters } from './device-printers.ts';
import { policyPrinters } from './policy-printers.ts';
import { workloadPrinters } from './workload-printers.ts';

/** How built-in kinds are printed, by group and plural. Kinds that are missing show name and creation time. */
export const builtinPrinters: ReadonlyMap<string, Printer> = new Map(
  Object.entries({
    ...corePrinters,
    ...workloadPrinters,
    ...policyPrinters,
    ...devicePrinters,
    'apiextensions.k8s.io/customresourcedefinitions': definitionPrinter,
  }),
);
