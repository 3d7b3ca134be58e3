import { compileGoRegexp, RegexpError } from '@flux19/expressions';
import { CliError } from '../../../program/cli-error.ts';

/** Checks a filter of tags and what is taken out of them. Throws CliError. */
export function checkTagFilter(pattern: string, template: string): void {
  const groups = groupNames(pattern);
  for (const reference of references(template)) {
    if (/^(?:0|[1-9]\d*)$/.test(reference) || groups.has(reference)) continue;
    throw new CliError(`capture group $${reference} used in --filter-extract not found in --filter-regex`);
  }
}

function groupNames(pattern: string): ReadonlySet<string> {
  try {
    compileGoRegexp(pattern);
  } catch (cause) {
    if (!(cause instanceof RegexpError)) throw cause;
    throw new CliError('--filter-regex is an invalid regex pattern', { cause, hints: [cause.message] });
  }
  return new Set([...pattern.matchAll(/\(\?P?<(\w+)>/g)].map(([, name = '']) => name));
}

/** Names after `$`, with or without braces, as Go reads them; `$$` stands for itself. */
function references(template: string): readonly string[] {
  const names: string[] = [];
  for (const [whole, braced, plain] of template.matchAll(/\$\$|\$\{([\p{L}\p{Nd}_]+)\}|\$([\p{L}\p{Nd}_]+)|\$/gu)) {
    if (whole === '$$') continue;
    const name = braced ?? plain;
    if (name === undefined) throw new CliError('--filter-extract is malformed');
    names.push(name);
  }
  return names;
}
