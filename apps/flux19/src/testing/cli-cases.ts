import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseGoString } from './go-string.ts';

/** A case out of the Go tests of flux: a command line, and what it prints or how it fails. */
export interface CliCase {
  readonly name: string;
  readonly testFile: string;
  readonly line: string;
  /** Files with objects that exist before, from the folder of the tests. */
  readonly objectFiles: readonly string[];
  readonly expected:
    | { readonly kind: 'golden'; readonly text: string }
    /** `isWhole` is false where the table holds only the beginning. */
    | { readonly kind: 'error'; readonly text: string; readonly isWhole: boolean }
    | { readonly kind: 'success' };
}

interface Row {
  readonly test_file: string;
  readonly mode: string;
  readonly name: string | null;
  readonly args: string;
  readonly files: readonly string[];
  readonly error: string | null;
  readonly inline: string | null;
  readonly asserts: readonly string[];
}

export const folderOfCases = 'flux-fixtures/flux2';
const folderOfTests = 'cmd/flux';

/** Reads the cases whose command line is written out. `variables` are those of the Go templates, such as `fluxns`. */
export function readCliCases(data: string, variables: Readonly<Record<string, string>>): readonly CliCase[] {
  const folder = join(data, folderOfCases);
  const rows = JSON.parse(readFileSync(join(folder, 'CLI-CASES.json'), 'utf8')) as readonly Row[];
  const suffixes = new Map(rows.flatMap((row) => suffixOf(row, variables)));
  return rows
    .flatMap((row) => readCase(row, join(folder, folderOfTests), variables))
    .map((one) => ({ ...one, line: `${one.line}${suffixes.get(one.testFile) ?? ''}` }));
}

/** Some tests add the namespace to all of their lines, in an expression that the table holds as a row of its own. */
function suffixOf({ test_file, args }: Row, variables: Readonly<Record<string, string>>): readonly [string, string][] {
  const [, name = ''] = /^t[tc]\.args? \+ " -n[ =]" \+ tmpl\["(\w+)"\]$/.exec(args) ?? [];
  const namespace = variables[name];
  return namespace === undefined ? [] : [[test_file, ` -n ${namespace}`]];
}

function readCase(row: Row, folder: string, variables: Readonly<Record<string, string>>): readonly CliCase[] {
  const line = parseGoString(row.args, variables);
  const expected = expectationOf(row, folder, variables);
  if (line === undefined || !line.isWhole || expected === undefined) return [];
  // Only a cluster with running controllers can answer these.
  if (row.mode === 'e2e' && expected.kind !== 'error') return [];
  const objectFiles = row.files.slice(0, -1);
  return [{ name: row.name ?? line.text, testFile: row.test_file, line: line.text, objectFiles, expected }];
}

function expectationOf(
  row: Row,
  folder: string,
  variables: Readonly<Record<string, string>>,
): CliCase['expected'] | undefined {
  if (row.error !== null) {
    const error = parseGoString(row.error, variables);
    return error === undefined ? undefined : { kind: 'error', ...error };
  }
  const file = row.files.at(-1);
  if (file !== undefined) return golden(join(folder, file), variables);
  const inline = row.inline === null ? undefined : parseGoString(row.inline, variables);
  if (inline !== undefined) return { kind: 'golden', text: inline.text };
  return row.asserts.includes('assertSuccess') ? { kind: 'success' } : undefined;
}

function golden(path: string, variables: Readonly<Record<string, string>>): CliCase['expected'] | undefined {
  try {
    return { kind: 'golden', text: fillTemplate(readFileSync(path, 'utf8'), variables) };
  } catch {
    // Files with keys were left out of the data.
    return undefined;
  }
}

/** Fills `{{ .name }}` in; loops go over nothing, for there are only texts. */
export function fillTemplate(text: string, variables: Readonly<Record<string, string>>): string {
  return text
    .replace(/\{\{range .*?\{\{end\}\}/g, '')
    .replace(/\{\{ *\.(\w+) *\}\}/g, (_, name: string) => variables[name] ?? '');
}
