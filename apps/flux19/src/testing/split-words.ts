/** Splits a line into words as a POSIX shell does, with single and double quotes and backslashes. */
export function splitWords(line: string): string[] {
  const words: string[] = [];
  const word = /\s*((?:'[^']*'|"(?:[^"\\]|\\.)*"|\\.|[^\s'"\\])+)/y;
  for (let match = word.exec(line); match !== null; match = word.exec(line)) words.push(unquote(match[1] ?? ''));
  return words;
}

function unquote(word: string): string {
  return word.replace(/'([^']*)'|"((?:[^"\\]|\\.)*)"|\\(.)/g, (_, single, double, escaped) => {
    if (single !== undefined) return single;
    return double === undefined ? escaped : double.replace(/\\(.)/g, '$1');
  });
}
