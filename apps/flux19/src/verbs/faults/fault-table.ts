import type { ActiveFaultRule } from '@flux19/cluster';
import { printYaml } from '@flux19/yaml';
import { CliError } from '../../program/cli-error.ts';
import { formatTable } from '../../program/table.ts';

/** The rules as text: a table, or what a file with the same rules would hold and their counts. Throws CliError. */
export function faultTable(rules: readonly ActiveFaultRule[], output: string | undefined): string {
  if (output === 'json') return `${JSON.stringify({ faults: rules }, null, 2)}\n`;
  if (output === 'yaml') return printYaml({ faults: rules } as unknown as Parameters<typeof printYaml>[0]);
  if (output !== undefined) throw new CliError(`--output must be json or yaml, not ${output}`);
  const rows = rules.map((rule) => [rule.name, faultText(rule), matchText(rule), timesText(rule), String(rule.seen)]);
  return formatTable(['name', 'fault', 'requests', 'hits', 'seen'], rows);
}

function faultText({ fault: { kind, ...details } }: ActiveFaultRule): string {
  return [kind, ...Object.entries(details).map(([name, value]) => `${name}=${value}`)].join(' ');
}

function matchText({ match = {}, probability }: ActiveFaultRule): string {
  const parts = Object.entries(match).map(([name, values]) => `${name}=${(values as readonly string[]).join(',')}`);
  const share = probability === undefined ? [] : [`probability=${probability}`];
  return [...parts, ...share].join(' ') || 'all';
}

function timesText({ hits, times }: ActiveFaultRule): string {
  return times === undefined ? String(hits) : `${hits}/${times}`;
}
