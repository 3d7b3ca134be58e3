import type { JsonValue } from '@flux19/objects';

/**
 * Values that nest deeper than this are refused. Go's decoder draws the line at 10 000; what goes through a value here calls itself for each level,
 * and no manifest has a hundred.
 */
export const depthLimit = 1000;

const quote = 0x22;
const backslash = 0x5c;

/** What a character adds to the depth, by its code. */
const steps = new Int8Array(0x80);
for (const open of '[{') steps[open.charCodeAt(0)] = 1;
for (const close of ']}') steps[close.charCodeAt(0)] = -1;

/** Where JSON text nests deeper than the limit; undefined when it does not. The text need not be whole. */
export function tooDeepAt(text: string): number | undefined {
  if (text.length <= depthLimit) return undefined;
  let depth = 0;
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code === quote) at = textEnd(text, at);
    depth += steps[code] ?? 0;
    if (depth > depthLimit) return at;
  }
  return undefined;
}

/** The place of the quote that ends a text. */
function textEnd(text: string, start: number): number {
  for (let at = start + 1; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code === quote) return at;
    if (code === backslash) at += 1;
  }
  return text.length;
}

/** Whether a value nests deeper than the limit. */
export function isTooDeep(value: JsonValue): boolean {
  let level = nested([value]);
  for (let depth = 1; level.length > 0; depth += 1) {
    if (depth > depthLimit) return true;
    level = level.flatMap((one) => nested(Object.values(one)));
  }
  return false;
}

function nested(values: readonly JsonValue[]): object[] {
  return values.filter((value) => typeof value === 'object' && value !== null) as object[];
}
