import { ComposeFault } from './compose-fault.ts';
import type { Composer } from './composer.ts';
import { formatGoFloat32 } from './go-float.ts';
import { SCALAR_STYLE, type ScalarEvent } from './yaml-events.ts';

/**
 * The JSON key of a YAML key. sigs.k8s.io/yaml prints what the key stands for (`yes` becomes `true`, `017` becomes `15`); v3 keeps its text
 * and drops pairs whose key is a written null, which is the undefined here. Throws ComposeFault for keys that JSON cannot have.
 */
export function keyText(composer: Composer, event: ScalarEvent, text: string): string | undefined {
  if (event.tagStart === -1 && event.style !== SCALAR_STYLE.PLAIN) return text;
  const value = composer.resolve(event, text);
  if (typeof value === 'string') return composer.dialect === 'v3' ? text : value;
  if (composer.dialect === 'v3') return value === null && text !== '' ? undefined : text;
  if (value === null) {
    throw new ComposeFault('unsupported map key: null', event.valueStart, 'quote the key if a string is meant');
  }
  return typeof value === 'number' && !Number.isInteger(value) ? formatGoFloat32(value) : integerKey(value, text);
}

/** Go keeps a float key such as `1e30` a float even where its value is a whole number. */
function integerKey(value: boolean | number | bigint, text: string): string {
  const isFloat = typeof value === 'number' && (!Number.isSafeInteger(value) || /^[-+.0-9_]*[.eE]/.test(text));
  return isFloat ? formatGoFloat32(value) : String(value);
}
