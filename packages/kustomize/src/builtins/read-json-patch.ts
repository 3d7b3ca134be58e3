import { parseJson } from '@flux19/objects';
import { KustomizeError } from '../engine/kustomize-error.ts';
import { readDocument } from '../reading/read-document.ts';
import { isFields, isMissingOrNull, plainValue, type Value } from '../values/value.ts';

/** Reads JSON patch operations written as JSON or YAML. Throws KustomizeError. */
export function readJsonPatch(text: string, file: string | undefined): readonly Value[] {
  const value = readValue(text, file);
  if (isMissingOrNull(value)) return [];
  if (!Array.isArray(value) || !value.every(isFields)) {
    const what = Array.isArray(value) ? 'array' : isFields(value) ? 'object' : typeof value;
    throw new KustomizeError(`json: cannot unmarshal ${what} into Go value of type jsonpatch.Patch`, {
      reason: 'InvalidPatch',
      file,
    });
  }
  return value;
}

function readValue(text: string, file: string | undefined): Value | undefined {
  try {
    if (text.startsWith('[')) return parseJson(text) as Value;
    const value = readDocument(text.replaceAll('\r\n', '\n'), 'sigs')?.value;
    return value === undefined ? undefined : plainValue(value);
  } catch (cause) {
    throw new KustomizeError((cause as Error).message, { reason: 'InvalidPatch', file, cause });
  }
}
