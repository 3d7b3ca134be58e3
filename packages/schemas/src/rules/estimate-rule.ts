import type { CelProgram } from '@flux19/cel';
import type { DeclaredType } from './declared-type.ts';

/** The most that a rule may cost on values of a type, in cel-go's units. */
export function estimateRule(program: CelProgram, self: DeclaredType): number {
  return program.estimateCost((path) => sizeAt(self, path));
}

/** The largest size that the schema allows at a path that begins with `self`; undefined when it does not say. */
function sizeAt(self: DeclaredType, path: readonly string[]): number | undefined {
  let declared: DeclaredType | undefined = self;
  for (const name of path.slice(1)) {
    if (declared === undefined) return undefined;
    if (name === '@items' || name === '@values') declared = declared.element;
    else if (name === '@keys') return declared.element === undefined ? undefined : keySize;
    else declared = declared.fields?.get(name);
  }
  return declared === undefined ? undefined : (declared.maxElements ?? 0);
}

/** Keys of maps are texts without a limit of their own. */
const keySize = 0;
