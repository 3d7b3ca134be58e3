import { definitionRules } from '../crds/definition-rules.ts';
import type { KindRules } from './kind-rules.ts';

/** The rules of built-in kinds, by group and plural. */
export const builtinRules: ReadonlyMap<string, KindRules> = new Map<string, KindRules>([
  ['apiextensions.k8s.io/customresourcedefinitions', definitionRules],
]);
