// Answers of sigs.k8s.io/yaml 1.6.0 (`sigs`) and of kyaml 0.21 on go.yaml.in/yaml/v3 (`v3`), recorded from Go programs.
// `differs` names why a row is meant to differ; such rows must differ, so that the list stays true.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { suite, test } from 'node:test';
import { parseYaml, printYaml, type YamlDialect, YamlError } from '@flux19/yaml';

interface Answer {
  readonly json?: string;
  readonly error?: string;
}

interface ReadRow {
  readonly text: string;
  readonly sigs: Answer;
  /** Absent when equal to `sigs`, null when Go's answer is about something else. */
  readonly v3?: Answer | null;
  readonly differs?: string;
}

interface PrintRow {
  readonly json: string;
  readonly sigs: string;
  /** Absent when equal to `sigs`, null when Go's answer is about something else. */
  readonly v3?: string | null;
  readonly differs?: string;
}

function load<Row>(name: string): readonly Row[] {
  return JSON.parse(readFileSync(new URL(`../testdata/${name}`, import.meta.url), 'utf8'));
}

/** A value as text with sorted keys; integers by their digits, whether they are bigint or number. */
function describe(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(describe).join()}]`;
  if (typeof value === 'object' && value !== null) {
    const fields = Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1));
    return `{${fields.map(([key, field]) => `${JSON.stringify(key)}:${describe(field)}`).join()}}`;
  }
  if (typeof value === 'number' && Number.isInteger(value)) return String(BigInt(value));
  return typeof value === 'bigint' ? String(value) : JSON.stringify(value);
}

function read(text: string, dialect: YamlDialect): string {
  try {
    return describe(parseYaml(text, { dialect }));
  } catch (thrown) {
    assert.ok(thrown instanceof YamlError, `${JSON.stringify(text)} threw ${thrown}`);
    return 'refused';
  }
}

function readMiss({ text, sigs, v3 = sigs }: ReadRow): string | undefined {
  const answers: readonly (readonly [YamlDialect, Answer | null])[] = [
    ['sigs', sigs],
    ['v3', v3],
  ];
  for (const [dialect, answer] of answers) {
    if (answer === null) continue;
    const want = answer.json === undefined ? 'refused' : describe(parseYaml(answer.json));
    const got = read(text, dialect);
    if (got !== want) return `${dialect} ${JSON.stringify(text)}: got ${got}, want ${want}`;
  }
  return undefined;
}

function printMiss({ json, sigs, v3 = sigs }: PrintRow): string | undefined {
  // Not JSON.parse: that of Node 24 mistakes keys that end in an escape (nodejs/node#63785).
  const value = parseYaml(json);
  const answers: readonly (readonly [YamlDialect, string | null])[] = [
    ['sigs', sigs],
    ['v3', v3],
  ];
  for (const [dialect, want] of answers) {
    if (want === null) continue;
    const got = printYaml(value, { dialect });
    if (got !== want) return `${dialect} ${json}: got ${JSON.stringify(got)}, want ${JSON.stringify(want)}`;
  }
  return undefined;
}

suite("Go's YAML libraries as oracle", () => {
  test('texts are read to the same values, or refused', () => {
    const rows = load<ReadRow>('read.json');
    assert.ok(rows.length > 900);
    assert.deepEqual(
      rows.filter((row) => row.differs === undefined).flatMap((row) => readMiss(row) ?? []),
      [],
    );
    assert.deepEqual(
      rows.filter((row) => row.differs !== undefined && readMiss(row) === undefined),
      [],
    );
  });

  test('values are printed byte for byte', () => {
    const rows = load<PrintRow>('print.json');
    assert.ok(rows.length > 1700);
    assert.deepEqual(
      rows.filter((row) => row.differs === undefined).flatMap((row) => printMiss(row) ?? []),
      [],
    );
    assert.deepEqual(
      rows.filter((row) => row.differs !== undefined && printMiss(row) === undefined),
      [],
    );
  });
});
