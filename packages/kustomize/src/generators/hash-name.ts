import { type JsonValue, printJson } from '@flux19/objects';
import type { Resource } from '../resources/resource.ts';
import { copyValue, type Fields, isFields, plainValue, setField, textOf, type Value } from '../values/value.ts';
import { sha256Hex } from './sha256-hex.ts';

const letters: Readonly<Record<string, string>> = { '0': 'g', '1': 'h', '3': 'k', a: 'm', e: 't' };

/** The ten letters that kustomize appends to the name of generated resources. */
export function hashOf(resource: Resource): string {
  const digest = sha256Hex(encode(resource)).slice(0, 10);
  return digest.replaceAll(/[013ae]/g, (digit) => letters[digit] ?? digit);
}

/** What is hashed. The name is left empty, upstream's slip that became its contract. */
function encode(resource: Resource): string {
  const value = resource.value ?? {};
  if (resource.kind === 'ConfigMap') {
    return json({
      ...(isFields(value['binaryData']) ? { binaryData: part(value, 'binaryData') } : {}),
      data: part(value, 'data'),
      kind: 'ConfigMap',
      name: '',
    });
  }
  if (resource.kind === 'Secret') {
    return json({
      data: part(value, 'data'),
      kind: 'Secret',
      name: '',
      ...(isFields(value['stringData']) ? { stringData: part(value, 'stringData') } : {}),
      type: part(value, 'type'),
    });
  }
  return json(sorted(plainValue(copyValue(value))) as Fields);
}

function part(fields: Fields, name: string): Value {
  const value = fields[name];
  if (value === undefined) return '';
  return isFields(value) ? sorted(plainValue(copyValue(value))) : textOf(value);
}

function sorted(value: Value): Value {
  if (Array.isArray(value)) return value.map(sorted);
  if (!isFields(value)) return value;
  const result: Fields = {};
  for (const key of Object.keys(value).sort(byBytes)) setField(result, key, sorted(value[key] as Value));
  return result;
}

function byBytes(left: string, right: string): number {
  return Buffer.compare(Buffer.from(left), Buffer.from(right));
}

function json(value: Fields): string {
  return printJson(value as JsonValue).replaceAll(
    /[<>&\u2028\u2029]/g,
    (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}
