const reserved: ReadonlySet<string> = new Set(
  'true false null in as break const continue else for function if import let loop package namespace return var void while'.split(
    ' ',
  ),
);
const escapes: Readonly<Record<string, string>> = {
  __: '__underscores__',
  '.': '__dot__',
  '-': '__dash__',
  '/': '__slash__',
};
const unescapes: Readonly<Record<string, string>> = { underscores: '__', dot: '.', dash: '-', slash: '/' };

/** The name of a field as rules write it: `a-b` is `a__dash__b`, `namespace` is `__namespace__`; undefined if it has none. */
export function escapeName(name: string): string | undefined {
  if (!/^[a-zA-Z_./-][a-zA-Z0-9_./-]*$/.test(name)) return undefined;
  if (reserved.has(name)) return `__${name}__`;
  return name.replace(/__|[-./]/g, (part) => escapes[part] ?? part);
}

/** The name of a field from the way rules write it; undefined if nothing is written so. */
export function unescapeName(escaped: string): string | undefined {
  if (!escaped.includes('__')) return escaped;
  let isValid = true;
  const name = escaped.replace(/__([^_]+)__/g, (sequence, content: string) => {
    const character = unescapes[content];
    if (character !== undefined) return character;
    isValid &&= reserved.has(content) && sequence.length === escaped.length;
    return content;
  });
  return isValid ? name : undefined;
}

/** Whether a name is a word of the language, so that a field of this name is escaped as a whole. */
export function isReservedWord(name: string): boolean {
  return reserved.has(name);
}
