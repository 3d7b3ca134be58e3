import { isJsonObject, type JsonObject, type JsonValue } from '@flux19/objects';
import { PatchError } from '../patch-error.ts';
import { applyOperation, type PatchRun } from './apply-operation.ts';
import { isContainer } from './container.ts';
import { kindOf, readOperation } from './operation.ts';
import { PatchedDocument } from './patched-document.ts';

/** The switches of the JSON patch library that Kubernetes uses. */
export interface JsonPatchOptions {
  /** Whether -1 addresses the last element of a list; true by default. */
  readonly supportNegativeIndices?: boolean;
  /** Most bytes of JSON that `copy` operations may add in total; 0, the default, is no limit. */
  readonly copyLimitBytes?: number;
}

/**
 * Applies a JSON patch (RFC 6902) to an object or list and returns the result; unchanged parts are shared.
 * `operations` is unchecked data from outside. Throws {@link PatchError} with the message of evanphx/json-patch,
 * which Kubernetes passes on.
 */
export function applyJsonPatch(document: JsonValue, operations: JsonValue, options: JsonPatchOptions = {}): JsonValue {
  if (!isContainer(document)) {
    const message = `json: cannot unmarshal ${kindOf(document)} into Go value of type jsonpatch.partialDoc`;
    throw new PatchError(message, { reason: 'Invalid' });
  }
  const patched = new PatchedDocument(document, options.supportNegativeIndices ?? true);
  const run: PatchRun = { document: patched, copyLimitBytes: options.copyLimitBytes ?? 0, copiedBytes: 0 };
  for (const operation of operationList(operations)) applyOperation(run, readOperation(operation));
  return patched.root;
}

function operationList(operations: JsonValue): readonly JsonObject[] {
  // Go reads null as a patch without operations.
  if (operations === null) return [];
  if (!Array.isArray(operations)) throw unreadable(operations, 'jsonpatch.Patch');
  return operations.map((operation) => {
    if (isJsonObject(operation)) return operation;
    if (operation === null) return {};
    throw unreadable(operation, 'jsonpatch.Operation');
  });
}

function unreadable(value: JsonValue, type: string): PatchError {
  return new PatchError(`json: cannot unmarshal ${kindOf(value)} into Go value of type ${type}`, { reason: 'Invalid' });
}
