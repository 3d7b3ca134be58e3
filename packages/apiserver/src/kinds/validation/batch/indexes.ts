/** Why a list of indexes cannot be read. */
export class IndexError extends Error {}

/** How many indexes a text such as `0-2,5` names. Throws IndexError. */
export function readIndexes(text: string, completions: number): number {
  if (text === '') return 0;
  let last = -1;
  let total = 0;
  for (const interval of text.split(',')) {
    const [first, end] = readInterval(interval, completions);
    if (total > 0 && last >= first) {
      throw new IndexError(`non-increasing order, previous: ${last}, current: ${first}`);
    }
    total += end - first + 1;
    last = end;
  }
  return total;
}

function readInterval(text: string, completions: number): readonly [number, number] {
  const parts = text.split('-');
  if (parts.length > 2) {
    const rule = "violates the requirement that an index interval can have at most two parts separated by '-'";
    throw new IndexError(`the fragment ${JSON.stringify(text)} ${rule}`);
  }
  const [first = 0, end = first] = parts.map((part) => readIndex(part, completions));
  if (parts.length > 1 && first >= end) {
    throw new IndexError(`non-increasing order, previous: ${first}, current: ${end}`);
  }
  return [first, end];
}

function readIndex(text: string, completions: number): number {
  if (!/^[+-]?\d+$/.test(text)) {
    throw new IndexError(`cannot convert string to integer for index: ${JSON.stringify(text)}`);
  }
  if (Number(text) >= completions) throw new IndexError(`too large index: ${JSON.stringify(text)}`);
  return Number(text);
}
