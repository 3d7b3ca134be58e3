// https://kubernetes.io/docs/reference/access-authn-authz/mutating-admission-policy/#patch-type-json-patch
import { CelList, StructValue, type Value } from '@flux19/cel';
import type { JsonObject, JsonValue } from '@flux19/objects';
import { applyJsonPatch, PatchError } from '@flux19/patch';
import { PolicyFault } from '../policy-params.ts';
import { madeValue } from './made-value.ts';

/** Applies the operations that an expression made; none when a test of theirs fails. Throws {@link PolicyFault}. */
export function applyOperations(object: JsonObject, made: Value): JsonValue {
  const operations = made instanceof CelList ? [...made].map(operationOf) : [];
  try {
    return applyJsonPatch(object, operations);
  } catch (thrown) {
    if (!(thrown instanceof PatchError)) throw thrown;
    if (thrown.reason === 'TestFailed') return object;
    throw new PolicyFault(`JSON Patch: ${thrown.message}`, { cause: thrown });
  }
}

function operationOf(made: Value): JsonObject {
  if (!(made instanceof StructValue)) {
    throw new PolicyFault('type mismatch: JSONPatchType.expression should evaluate to array of JSONPatch');
  }
  const text = (name: string): string => String(made.find(name) ?? '');
  const value = made.find('value');
  return {
    op: text('op'),
    path: text('path'),
    ...(text('from') === '' ? {} : { from: text('from') }),
    ...(value === undefined ? {} : { value: madeValue(value) }),
  };
}
