import { deepEqual, type JsonValue } from '@flux19/objects';
import { PatchError, type PatchErrorReason } from '../patch-error.ts';
import { ContainerError, isContainer } from './container.ts';
import { copySizeBytes } from './copy-size.ts';
import type { Operation } from './operation.ts';
import type { PatchedDocument, Place } from './patched-document.ts';

/** What the operations of one patch share. */
export interface PatchRun {
  readonly document: PatchedDocument;
  readonly copyLimitBytes: number;
  copiedBytes: number;
}

/** Carries out one operation. Throws {@link PatchError} with Kubernetes' message. */
export function applyOperation(run: PatchRun, operation: Operation): void {
  switch (operation.kind) {
    case 'add':
      add(run, operation);
      break;
    case 'remove':
      remove(run, operation);
      break;
    case 'replace':
      replace(run, operation);
      break;
    case 'move':
      move(run, operation);
      break;
    case 'copy':
      copy(run, operation);
      break;
    case 'test':
      test(run, operation);
      break;
    default:
      throw new PatchError(`Unexpected kind: ${operation.kind}`, { reason: 'Invalid' });
  }
}

function add({ document }: PatchRun, { path, value }: Operation): void {
  if (path === undefined)
    throw new PatchError('add operation failed to decode path: missing value', { reason: 'Invalid' });
  const place = document.find(path);
  if (place === undefined) fail(path, `add operation does not apply: doc is missing path: "${path}": missing value`);
  attempt(path, `error in add for path: '${path}'`, () => document.add(place, value));
}

function remove({ document }: PatchRun, { path }: Operation): void {
  if (path === undefined)
    throw new PatchError('remove operation failed to decode path: missing value', { reason: 'Invalid' });
  const place = document.find(path);
  if (place === undefined) {
    fail(path, `remove operation does not apply: doc is missing path: "${path}": missing value`);
  }
  attempt(path, `error in remove for path: '${path}'`, () => document.remove(place));
}

function replace({ document }: PatchRun, operation: Operation): void {
  const path = requirePath(operation, 'replace');
  const { value } = operation;
  if (path === '') {
    replaceAll(document, value);
    return;
  }
  const place = document.find(path);
  if (place === undefined) {
    fail(path, `replace operation does not apply: doc is missing path: ${path}: missing value`);
  }
  if (!holds(document, place)) {
    fail(path, `replace operation does not apply: doc is missing key: ${path}: missing value`);
  }
  attempt(path, `error in remove for path: '${path}'`, () => document.set(place, value));
}

function replaceAll(document: PatchedDocument, value: JsonValue): void {
  if (!isContainer(value)) {
    // Kubernetes prints Go's nil error at the end.
    throw new PatchError('replace operation value must be object or array: %!w(<nil>)', {
      reason: 'Invalid',
      path: '',
    });
  }
  document.replaceRoot(value);
}

// Kubernetes: replacing an absent field of an object adds it; an absent element of a list is an error.
function holds(document: PatchedDocument, place: Place): boolean {
  try {
    document.get(place);
    return true;
  } catch {
    return false;
  }
}

function move({ document }: PatchRun, operation: Operation): void {
  const from = requireFrom(operation, 'move');
  const source = document.find(from);
  if (source === undefined) {
    fail(from, `move operation does not apply: doc is missing from path: ${from}: missing value`);
  }
  const value = attempt(from, `error in move for path: '${source.pointer.key}'`, () => {
    const found = document.get(source);
    document.remove(source);
    return found;
  });
  const path = requirePath(operation, 'move');
  const target = document.find(path);
  if (target === undefined) {
    fail(path, `move operation does not apply: doc is missing destination path: ${path}: missing value`);
  }
  attempt(path, `error in move for path: '${path}'`, () => document.add(target, value ?? null));
}

function copy(run: PatchRun, operation: Operation): void {
  const { document } = run;
  const from = requireFrom(operation, 'copy');
  const source = document.find(from);
  if (source === undefined) {
    fail(from, `copy operation does not apply: doc is missing from path: ${from}: missing value`);
  }
  const value = attempt(from, `error in copy for from: '${from}'`, () => document.get(source));
  const path = operation.path;
  if (path === undefined)
    throw new PatchError('copy operation failed to decode path: missing value', { reason: 'Invalid' });
  const target = document.find(path);
  if (target === undefined) {
    fail(path, `copy operation does not apply: doc is missing destination path: ${path}: missing value`);
  }
  countCopy(run, value, path);
  attempt(path, 'error while adding value during copy', () => document.add(target, value ?? null));
}

function countCopy(run: PatchRun, value: JsonValue | undefined, path: string): void {
  const limit = run.copyLimitBytes;
  if (limit <= 0 || value === undefined || value === null) return;
  run.copiedBytes += copySizeBytes(value);
  if (run.copiedBytes <= limit) return;
  const size = `the accumulated size increase of copy is ${run.copiedBytes}, exceeding the limit ${limit}`;
  throw new PatchError(`Unable to complete the copy, ${size}`, { reason: 'TooLarge', path });
}

function test({ document }: PatchRun, operation: Operation): void {
  const path = requirePath(operation, 'test');
  const value = path === '' ? document.root : valueAt(document, path);
  // Kubernetes: an absent field equals null.
  expectEqual(value ?? null, operation.value, path);
}

function valueAt(document: PatchedDocument, path: string): JsonValue | undefined {
  const place = document.find(path);
  if (place === undefined) fail(path, `test operation does not apply: is missing path: ${path}: missing value`);
  return attempt(path, `error in test for path: '${path}'`, () => document.get(place));
}

function expectEqual(actual: JsonValue, expected: JsonValue, path: string): void {
  if (!deepEqual(actual, expected)) fail(path, `testing value ${path} failed: test failed`, 'TestFailed');
}

function requirePath({ path }: Operation, kind: string): string {
  if (path !== undefined) return path;
  const message = `${kind} operation failed to decode path: operation missing path field: missing value`;
  throw new PatchError(message, { reason: 'Invalid' });
}

function requireFrom({ from }: Operation, kind: string): string {
  if (from !== undefined) return from;
  const message = `${kind} operation failed to decode from: operation, missing from field: missing value`;
  throw new PatchError(message, { reason: 'Invalid' });
}

function fail(path: string, message: string, reason: PatchErrorReason = 'NotApplicable'): never {
  throw new PatchError(message, { reason, path });
}

/** Runs a step, saying where it failed. */
function attempt<T>(path: string, where: string, step: () => T): T {
  try {
    return step();
  } catch (thrown) {
    if (!(thrown instanceof ContainerError)) throw thrown;
    throw new PatchError(`${where}: ${thrown.message}`, { reason: 'NotApplicable', path, cause: thrown });
  }
}
