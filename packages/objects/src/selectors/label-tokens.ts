/** A piece of a selector's text. `kind` is the symbol or keyword itself, `word` for anything else, `end` at the end. */
export interface LabelToken {
  readonly kind: string;
  readonly text: string;
}

const tokenPattern = /[ \t\r\n]*(?:(==|!=|[=!(),<>])|([^ \t\r\n=!(),<>]+)|$)/y;

/** Cuts a label selector into tokens; the last is `end`. */
export function labelTokens(selector: string): readonly LabelToken[] {
  const tokens: LabelToken[] = [];
  const pattern = new RegExp(tokenPattern);
  for (let match = pattern.exec(selector); match !== null; match = pattern.exec(selector)) {
    const [, symbol, word] = match;
    if (symbol !== undefined) tokens.push({ kind: symbol, text: symbol });
    else if (word !== undefined) tokens.push({ kind: isKeyword(word) ? word : 'word', text: word });
    else break;
  }
  return [...tokens, { kind: 'end', text: '' }];
}

function isKeyword(word: string): boolean {
  return word === 'in' || word === 'notin';
}
