import type { NumberNode } from '../parse/nodes.ts';
import type { GoValue } from '../values/go-value.ts';
import { type Execution, fail } from './execution.ts';

/** The value of a number where nothing says what type it shall have. */
export function idealConstant(run: Execution, node: NumberNode): GoValue {
  const { text, integer, float } = node;
  const isHex = /^[+-]?0[xX]/.test(text) && !/[pP]/.test(text);
  if (float !== undefined && !isHex && !text.startsWith("'") && /[.eEpP]/.test(text)) return float;
  if (integer === undefined) throw fail(run, `${text} overflows int`);
  if (BigInt.asIntN(64, integer) !== integer) throw fail(run, `${text} overflows int`);
  return integer;
}
