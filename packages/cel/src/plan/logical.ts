import { Fault, noSuchOverload } from '../values/fault.ts';
import type { Evaluate } from './node.ts';

/** `&&` or `||`: the deciding value wins over faults on either side; it costs nothing itself. */
export function logical(deciding: boolean, terms: readonly Evaluate[]): Evaluate {
  return (frame) => {
    let fault: Fault | undefined;
    for (const term of terms) {
      const value = term(frame);
      if (value === deciding) return deciding;
      if (typeof value !== 'boolean') fault ??= value instanceof Fault ? value : noSuchOverload();
    }
    return fault ?? !deciding;
  };
}
