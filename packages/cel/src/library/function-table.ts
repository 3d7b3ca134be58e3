import { addressLibrary } from './addresses.ts';
import { authorizerLibrary } from './authorizers.ts';
import { collectionLibrary } from './collections.ts';
import { conversionLibrary } from './conversions.ts';
import type { FunctionDeclaration } from './declaration.ts';
import { encoderLibrary } from './encoders.ts';
import { formatLibrary } from './formats.ts';
import { jsonPatchLibrary } from './json-patches.ts';
import { listLibrary } from './lists.ts';
import { mathLibrary } from './maths.ts';
import { operatorLibrary } from './operators.ts';
import { optionalLibrary } from './optionals.ts';
import { quantityLibrary } from './quantities.ts';
import { regexpLibrary } from './regexps.ts';
import { semverLibrary } from './semvers.ts';
import { stringLibrary } from './strings.ts';
import { timeLibrary } from './times.ts';
import { urlLibrary } from './urls.ts';

/** Functions by name. */
export type FunctionTable = ReadonlyMap<string, FunctionDeclaration>;

/** Libraries add overloads to functions of one name: lists and texts both have `indexOf`. */
function tableOf(...libraries: readonly (readonly FunctionDeclaration[])[]): FunctionTable {
  const table = new Map<string, FunctionDeclaration>();
  for (const { name, overloads } of libraries.flat()) {
    const known = table.get(name)?.overloads ?? [];
    table.set(name, { name, overloads: [...known, ...overloads] });
  }
  return table;
}

/** What Kubernetes offers to validation rules. */
export const kubernetesFunctions: FunctionTable = tableOf(
  operatorLibrary,
  conversionLibrary,
  collectionLibrary,
  timeLibrary,
  listLibrary,
  stringLibrary,
  optionalLibrary,
  regexpLibrary,
  quantityLibrary,
  urlLibrary,
  addressLibrary,
  formatLibrary,
  semverLibrary,
  authorizerLibrary,
);

/** What Kubernetes offers to expressions that change objects. */
export const mutationFunctions: FunctionTable = tableOf([...kubernetesFunctions.values()], jsonPatchLibrary);

/** Kubernetes' functions and cel-go's math and encoders. */
export const allFunctions: FunctionTable = tableOf([...kubernetesFunctions.values()], mathLibrary, encoderLibrary);
