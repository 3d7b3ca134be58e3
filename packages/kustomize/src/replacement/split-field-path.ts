import { splitPath } from '../config/field-spec.ts';

/** The parts of a dotted field path. Brackets keep dots together: `spec.[name=a.b].x`; `[a.b]` without `=` is a name with a dot. */
export function splitFieldPath(path: string): string[] {
  const result: string[] = [];
  const parts = splitPath(path, '.');
  for (let index = 0; index < parts.length; index++) {
    const part = parts[index] as string;
    if (!part.startsWith('[') || part.endsWith(']')) {
      result.push(part);
      continue;
    }
    const bracketed = [part];
    while (index < parts.length - 1) {
      const next = parts[++index] as string;
      bracketed.push(next);
      if (next.endsWith(']')) break;
    }
    const joined = bracketed.join('.');
    result.push(joined.includes('=') ? joined : joined.replace(/^[[\]]+|[[\]]+$/g, ''));
  }
  return result;
}

/** A decimal number that Go's Atoi reads. */
export function isNumber(part: string): boolean {
  return /^[-+]?[0-9]+$/.test(part);
}

export function isIndex(part: string): boolean {
  return /^\+?[0-9]+$/.test(part) || /^-0+$/.test(part);
}

export function isListSelector(part: string): boolean {
  return part.startsWith('[') && part.endsWith(']');
}

/** `[name=value]` as name and value; the name is empty for `[=value]`. */
export function splitSelector(part: string): { name: string; value: string } {
  const inner = part.slice(1, -1);
  const equals = inner.indexOf('=');
  if (equals < 0) throw new Error('list path element must contain fieldName=fieldValue for element to match');
  return { name: inner.slice(0, equals), value: inner.slice(equals + 1) };
}
