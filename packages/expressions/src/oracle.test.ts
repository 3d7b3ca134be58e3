// Answers recorded from Go 1.26 (time, regexp), Masterminds/semver 3.5.0 and fluxcd/pkg/envsubst 1.9.0.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { suite, test } from 'node:test';
import {
  compareSemver,
  compileGoRegexp,
  formatGoDuration,
  formatSemver,
  parseGoDuration,
  parseSemver,
  parseSemverRange,
  substitute,
} from '@flux19/expressions';

function load<Table>(name: string): Table {
  return JSON.parse(readFileSync(new URL(`../testdata/${name}`, import.meta.url), 'utf8'));
}

/** The result of a call, or the message of what it threw. */
function outcome(call: () => unknown): unknown {
  try {
    return call();
  } catch (thrown) {
    assert.ok(
      thrown instanceof Error && /^(Duration|Semver|Regexp|Substitution)Error$/.test(thrown.name),
      String(thrown),
    );
    return { error: thrown.message };
  }
}

/** Compares every row, so that one failure shows all of them. */
function compareRows<Row>(rows: readonly Row[], got: (row: Row) => unknown, want: (row: Row) => unknown): void {
  assert.ok(rows.length > 20);
  assert.deepEqual(
    rows.map((row) => [row, outcome(() => got(row))]),
    rows.map((row) => [row, want(row)]),
  );
}

interface MaybeError {
  readonly text: string;
  readonly error?: string;
}

suite('Go as oracle', () => {
  test('durations are read and printed as by package time', () => {
    compareRows(
      load<readonly (MaybeError & { nanos?: number; printed?: string })[]>('durations.json'),
      ({ text, printed }) => {
        const ms = parseGoDuration(text);
        // Beyond 2^53 ns milliseconds are not exact any more.
        return [ms, Math.abs(ms) > 1e9 ? printed : formatGoDuration(ms)];
      },
      ({ error, nanos = 0, printed }) => (error === undefined ? [nanos / 1e6, printed] : { error }),
    );
  });

  test('versions are read as by Masterminds', () => {
    type Row = MaybeError & { loose?: string; strict?: string; strictError?: string };
    const rows = load<readonly Row[]>('semver-versions.json');
    compareRows(
      rows,
      ({ text }) => formatSemver(parseSemver(text)),
      ({ error, loose }) => (error === undefined ? loose : { error }),
    );
    compareRows(
      rows,
      ({ text }) => formatSemver(parseSemver(text, { strict: true })),
      ({ strictError, strict }) => (strictError === undefined ? strict : { error: strictError }),
    );
  });

  test('versions are ordered as by Masterminds', () => {
    const rows = load<readonly { text: string; signs: string }[]>('semver-orders.json');
    const versions = rows.map(({ text }) => parseSemver(text));
    compareRows(
      rows,
      ({ text }) => versions.map((other) => '-=+'[Math.sign(compareSemver(parseSemver(text), other)) + 1]).join(''),
      ({ signs }) => signs,
    );
  });

  test('ranges match as by Masterminds', () => {
    const { versions, cases } = load<{
      versions: readonly string[];
      cases: readonly (MaybeError & { matches?: string })[];
    }>('semver-ranges.json');
    compareRows(
      cases,
      ({ text }) => {
        const range = parseSemverRange(text);
        return versions.map((version) => (range.matches(version) ? '1' : '0')).join('');
      },
      ({ error, matches }) => (error === undefined ? matches : { error }),
    );
  });

  test('patterns match and replace as by package regexp', () => {
    interface Row extends MaybeError {
      readonly subject: string;
      readonly template: string;
      readonly find: readonly string[] | null;
      readonly count: number;
      readonly replaced: string;
      readonly expanded?: string;
    }
    // Go lets two groups have one name, re2js does not.
    const rows = load<readonly Row[]>('regexps.json').filter(({ text }) => !text.includes('(?P<n>a)(?P<n>b)'));
    compareRows(
      rows,
      ({ text, subject, template }) => {
        const regexp = compileGoRegexp(text);
        const match = regexp.find(subject);
        const found = match?.groups.map((group) => group ?? '') ?? null;
        const expanded = match === undefined ? undefined : regexp.expand(template, match);
        return [
          regexp.test(subject),
          found,
          regexp.findAll(subject).length,
          regexp.replaceAll(subject, template),
          expanded,
        ];
      },
      ({ error, find, count, replaced, expanded }) =>
        error === undefined ? [find !== null, find, count, replaced, expanded] : { error },
    );
  });

  test('variables are substituted as by envsubst', () => {
    type Answer = { output?: string; error?: string };
    type Row = { text: string; lenient: Answer; strict?: Answer };
    const { params, cases } = load<{ params: Record<string, string>; cases: readonly Row[] }>('substitutions.json');
    // Envsubst cuts inside a character here; we do not.
    const rows = cases.filter(({ text }) => !text.includes('uni#?'));
    const lookup = (name: string): string | undefined => params[name];
    const answer = ({ output, error }: Answer): unknown => (error === undefined ? output : { error });
    compareRows(
      rows,
      ({ text }) => substitute(text, lookup, { strict: false }),
      ({ lenient }) => answer(lenient),
    );
    compareRows(
      rows,
      ({ text }) => substitute(text, lookup, { strict: true }),
      ({ lenient, strict = lenient }) => answer(strict),
    );
  });
});
