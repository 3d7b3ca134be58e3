import type { Command, Option } from 'commander';

const spellings: ReadonlyMap<string, boolean> = new Map([
  ...['1', 't', 'T', 'true', 'TRUE', 'True'].map((text) => [text, true] as const),
  ...['0', 'f', 'F', 'false', 'FALSE', 'False'].map((text) => [text, false] as const),
]);

/**
 * Rewrites `--prune=true` and `--prune=false`, which flux takes, into what commander takes: the flag, its `--no-` form
 * where there is one, or its absence. Only flags without a value of their own are touched.
 */
export function normalizeBooleanFlags(program: Command, args: readonly string[]): string[] {
  const booleans = new Set<string>();
  collect(program, booleans);
  const end = args.indexOf('--');
  return args.flatMap((arg, i) => {
    const [, name = '', text = ''] = /^--([a-z0-9-]+)=(\w+)$/.exec(arg) ?? [];
    const value = spellings.get(text);
    if (value === undefined || !booleans.has(name) || (end >= 0 && i > end)) return [arg];
    if (value) return [`--${name}`];
    return booleans.has(`no-${name}`) ? [`--no-${name}`] : [];
  });
}

function collect(command: Command, booleans: Set<string>): void {
  for (const option of command.options) if (takesNoValue(option)) booleans.add(option.name());
  for (const child of command.commands) collect(child, booleans);
}

function takesNoValue(option: Option): boolean {
  return !option.required && !option.optional;
}
