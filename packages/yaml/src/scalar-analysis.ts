/** Which of YAML's ways to write a string are possible, by the rules of libyaml's emitter. */
export interface ScalarAnalysis {
  readonly isMultiline: boolean;
  readonly allowsPlain: boolean;
  readonly allowsSingleQuoted: boolean;
  readonly allowsBlock: boolean;
}

const tab = 9;
const lineFeed = 10;
const space = 32;
/** Characters that start something else when they come first: `#,[]{}&*!|>'"%@` and the backtick. */
const firstIndicators: ReadonlySet<number> = new Set(
  [...'#,[]{}&*!|>\'"%@`'].map((character) => character.charCodeAt(0)),
);

/** Line breaks of YAML 1.1: LF, CR, NEL, LS and PS. */
function isBreak(code: number): boolean {
  return code === lineFeed || code === 13 || code === 0x85 || code === 0x2028 || code === 0x2029;
}

/**
 * What is printed as it is. Halves of surrogate pairs are not, as Go escapes characters beyond U+FFFF; nor are the line breaks of YAML 1.1,
 * which Go prints, because readers of YAML 1.2 would not give them back.
 */
export function isPrintable(code: number): boolean {
  if (code < 0x7f) return code >= space || code === lineFeed;
  if (code < 0xd800) return code >= 0xa0 && code !== 0x2028 && code !== 0x2029;
  return code >= 0xe000 && code < 0xfffe && code !== 0xfeff;
}

/** Spaces and breaks seen so far, and what follows from them. */
interface Scan {
  lineBreaks: boolean;
  special: boolean;
  tabs: boolean;
  indicators: boolean;
  /** A break with a space after it. */
  breakSpace: boolean;
  /** A space with a break after it. */
  spaceBreak: boolean;
  previous: 'space' | 'break' | 'other';
}

/** Analyses a string in block context; `tabsArePrintable` is the rule of go.yaml.in/yaml/v3. */
export function analyseScalar(text: string, tabsArePrintable: boolean): ScalarAnalysis {
  if (text === '') return { isMultiline: false, allowsPlain: true, allowsSingleQuoted: true, allowsBlock: false };
  const scan: Scan = {
    lineBreaks: false,
    special: false,
    tabs: false,
    indicators: text.startsWith('---') || text.startsWith('...'),
    breakSpace: false,
    spaceBreak: false,
    previous: 'other',
  };
  for (let index = 0; index < text.length; index++) scanCharacter(scan, text, index, tabsArePrintable);
  return conclude(scan, text);
}

function scanCharacter(scan: Scan, text: string, index: number, tabsArePrintable: boolean): void {
  const code = text.charCodeAt(index);
  scan.indicators ||= isIndicator(code, text, index);
  if (code === tab && tabsArePrintable) scan.tabs = true;
  else if (!isPrintable(code)) scan.special = true;
  if (code === space) {
    if (scan.previous === 'break') scan.breakSpace = true;
    scan.previous = 'space';
  } else if (isBreak(code)) {
    scan.lineBreaks = true;
    if (scan.previous === 'space') scan.spaceBreak = true;
    scan.previous = 'break';
  } else {
    scan.previous = 'other';
  }
}

function isIndicator(code: number, text: string, index: number): boolean {
  // `-`, `?` and `:` count before a blank, `#` after one.
  if (code === 58) return isBlankAt(text, index + 1);
  if (code === 35) return index === 0 || isBlankAt(text, index - 1);
  if (index > 0) return false;
  return code === 45 || code === 63 ? isBlankAt(text, 1) : firstIndicators.has(code);
}

function isBlankAt(text: string, index: number): boolean {
  if (index >= text.length) return true;
  const code = text.charCodeAt(index);
  return code === space || code === tab || isBreak(code);
}

function conclude(scan: Scan, text: string): ScalarAnalysis {
  const first = text.charCodeAt(0);
  const last = text.charCodeAt(text.length - 1);
  const isPadded = first === space || last === space || isBreak(first) || isBreak(last);
  const isBroken = scan.spaceBreak || scan.special;
  const allowsSingleQuoted = !(isBroken || scan.breakSpace || scan.tabs);
  return {
    isMultiline: scan.lineBreaks,
    allowsPlain: allowsSingleQuoted && !isPadded && !scan.lineBreaks && !scan.indicators,
    allowsSingleQuoted,
    allowsBlock: !isBroken && last !== space,
  };
}
