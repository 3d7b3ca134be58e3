import type { Command } from 'commander';

/**
 * Rewrites `--prune=true` and `--prune=false`, which flux takes, into what commander takes: the flag or its absence.
 * Only flags without a value of their own are touched.
 */
export function normalizeBooleanFlags(program: Command, args: readonly string[]): string[] {
  const booleans = new Set<string>();
  collect(program, booleans);
  const end = args.indexOf('--');
  return args.flatMap((arg, i) => {
    const [, name = '', value] = /^--([a-z0-9-]+)=(true|false)$/.exec(arg) ?? [];
    if (!booleans.has(name) || (end >= 0 && i > end)) return [arg];
    return value === 'true' ? [`--${name}`] : [];
  });
}

function collect(command: Command, booleans: Set<string>): void {
  for (const option of command.options) if (option.isBoolean()) booleans.add(option.name());
  for (const child of command.commands) collect(child, booleans);
}
