import assert from 'node:assert/strict';
import type { FieldError } from '../errors/field-error.ts';

/** Compares errors with the recorded ones; the order of fields of an object is Go's and random. */
export function assertSameErrors(actual: readonly FieldError[], expected: unknown): void {
  const recorded = (expected ?? []) as readonly { type: string; field: string; error: string; detail: string }[];
  const pick = (error: { type: string; field: string; detail: string }, text: string) => ({
    type: error.type,
    field: error.field,
    error: text,
    detail: error.detail,
  });
  assert.deepEqual(
    sorted(actual.map((error) => pick(error, error.message))),
    sorted(recorded.map((error) => pick(error, error.error))),
  );
}

function sorted<T extends { error: string }>(errors: readonly T[]): T[] {
  return errors.toSorted((left, right) => (left.error < right.error ? -1 : 1));
}
