const second = 1000;
const minute = 60 * second;
const hour = 60 * minute;
const day = 24 * hour;
const year = 365 * day;

/** A duration in at most two units, as k8s.io/apimachinery/pkg/util/duration.HumanDuration prints it: `2m15s`, `3h`. */
export function humanDuration(ms: number): string {
  const seconds = Math.trunc(ms / second);
  if (seconds < -1) return '<invalid>';
  if (seconds < 0) return '0s';
  const range = ranges.find(({ below }) => ms < below);
  return range === undefined ? `${Math.floor(ms / year)}y` : range.print(ms);
}

interface Range {
  readonly below: number;
  readonly print: (ms: number) => string;
}

const ranges: readonly Range[] = [
  { below: 2 * minute, print: one(second, 's') },
  { below: 10 * minute, print: two(minute, 'm', second, 's') },
  { below: 3 * hour, print: one(minute, 'm') },
  { below: 8 * hour, print: two(hour, 'h', minute, 'm') },
  { below: 2 * day, print: one(hour, 'h') },
  { below: 8 * day, print: two(day, 'd', hour, 'h') },
  { below: 2 * year, print: one(day, 'd') },
  { below: 8 * year, print: two(year, 'y', day, 'd') },
];

function one(unit: number, letter: string): Range['print'] {
  return (ms) => `${Math.floor(ms / unit)}${letter}`;
}

function two(large: number, largeLetter: string, small: number, smallLetter: string): Range['print'] {
  return (ms) => {
    const rest = Math.floor((ms % large) / small);
    return `${Math.floor(ms / large)}${largeLetter}${rest === 0 ? '' : `${rest}${smallLetter}`}`;
  };
}
