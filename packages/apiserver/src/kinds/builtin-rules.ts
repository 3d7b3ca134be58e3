import type { KindRules } from './kind-rules.ts';

/** The rules of built-in kinds, by group and plural. */
export const builtinRules: ReadonlyMap<string, KindRules> = new Map();
