const words = ['no', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine', 'ten', 'eleven', 'twelve'];

/** `one map entry`, `two map entries`, `13 map entries`. */
export function countWords(count: number, singular: string, plural = `${singular}s`): string {
  return `${words[count] ?? count} ${count === 1 ? singular : plural}`;
}
