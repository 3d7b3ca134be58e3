import assert from 'node:assert/strict';
import { type ConformanceTable, defineTable, type Row } from '@flux19/conformance';
import {
  formatFieldSelector,
  formatLabelSelector,
  type LabelOperator,
  type LabelSelector,
  labelRequirement,
  matchesLabels,
  parseFieldSelector,
  parseLabelSelector,
} from '@flux19/objects';

/** Runs a case that has either an `error` or an outcome that `compare` checks. */
function checkOutcome<T>(row: Row, run: () => T, compare: (outcome: T) => void): void {
  const message = row['error'];
  if (message === undefined) compare(run());
  else assert.throws(run, { name: 'SelectorError', message });
}

function checkLabelParse(row: Row): void {
  const run = () => parseLabelSelector(String(row['selector']));
  checkOutcome(row, run, (selector) => {
    const requirements = selector.requirements.map(({ key, operator, values }) => ({ key, op: operator, values }));
    assert.deepEqual(requirements, row['requirements']);
    assert.equal(formatLabelSelector(selector), row['string']);
  });
}

function checkLabelMatch(row: Row): void {
  const text = String(row['selector']);
  const labels = row['labels'] as Record<string, string>;
  assert.equal(matchesLabels(selectorOf(text, row['matches']), labels), row['matches']);
}

// The empty text is both everything and a requirement without operator, which Go can build and which never holds.
function selectorOf(text: string, matches: unknown): LabelSelector {
  if (text !== '' || matches === true) return parseLabelSelector(text);
  return { requirements: [{ key: '', operator: '' as LabelOperator, values: [] }] };
}

function checkLabelRequirement(row: Row): void {
  const values = row['values'] as string[];
  const run = () => labelRequirement(String(row['key']), String(row['op']), values);
  checkOutcome(row, run, (made) => assert.deepEqual(made, { key: row['key'], operator: row['op'], values }));
}

function checkFieldParse(row: Row): void {
  const run = () => parseFieldSelector(String(row['selector']));
  checkOutcome(row, run, (selector) => {
    const requirements = selector.requirements.map(({ field, operator, value }) => ({ field, op: operator, value }));
    assert.deepEqual(requirements, row['requirements']);
    assert.equal(formatFieldSelector(selector), row['string']);
  });
}

export const tables: readonly ConformanceTable[] = [
  defineTable({ name: 'apimachinery/label-parse', check: checkLabelParse }),
  defineTable({ name: 'apimachinery/label-match', check: checkLabelMatch }),
  defineTable({ name: 'apimachinery/label-requirement', check: checkLabelRequirement }),
  defineTable({ name: 'apimachinery/field-parse', check: checkFieldParse }),
];
