import { declare, type FunctionDeclaration, overload } from './declaration.ts';

function escapeKey(key: string): string {
  return key.replaceAll('~', '~0').replaceAll('/', '~1');
}

/** What Kubernetes adds for expressions that make JSON patches. */
export const jsonPatchLibrary: readonly FunctionDeclaration[] = [
  declare('jsonpatch.escapeKey', overload('string_jsonpatch_escapeKey_string', '(string) -> string', escapeKey)),
];
