import type { Printer } from '../kinds/kind-rules.ts';

/** How built-in kinds are printed, by group and plural. */
export const builtinPrinters: ReadonlyMap<string, Printer> = new Map();
