import type { CelType, SimpleKind } from '../cel-type.ts';

interface Signature {
  readonly isMember: boolean;
  readonly args: readonly CelType[];
  readonly result: CelType;
}

const simpleKinds: ReadonlySet<string> = new Set<SimpleKind>([
  'dyn',
  'null',
  'bool',
  'int',
  'uint',
  'double',
  'string',
  'bytes',
  'duration',
  'timestamp',
]);

/** Reads `target.(argument, argument) -> result`; the target and its dot are left out for plain functions. */
export function parseSignature(text: string): Signature {
  const match = /^(?:(.+)\.)?\((.*)\) -> (.+)$/.exec(text);
  if (match === null) throw new Error(`malformed signature: ${text}`);
  const [, target, args = '', result = 'dyn'] = match;
  const types = splitTypes(args).map(parseType);
  return {
    isMember: target !== undefined,
    args: target === undefined ? types : [parseType(target), ...types],
    result: parseType(result),
  };
}

/** Splits at commas that are not inside parentheses. */
function splitTypes(text: string): string[] {
  const parts: string[] = [];
  let depth = 0;
  let part = '';
  for (const character of text) {
    if (character === '(') depth++;
    if (character === ')') depth--;
    if (character === ',' && depth === 0) {
      parts.push(part.trim());
      part = '';
    } else {
      part += character;
    }
  }
  return part.trim() === '' ? parts : [...parts, part.trim()];
}

function parseType(text: string): CelType {
  if (simpleKinds.has(text)) return { kind: text as SimpleKind };
  if (/^[A-Z]$/.test(text)) return { kind: 'param', name: text };
  const match = /^(\w+)\((.*)\)$/.exec(text);
  if (match === null) return { kind: 'opaque', name: text };
  const [first = { kind: 'dyn' }, second = { kind: 'dyn' }] = splitTypes(match[2] ?? '').map(parseType);
  switch (match[1]) {
    case 'list':
      return { kind: 'list', element: first };
    case 'map':
      return { kind: 'map', key: first, value: second };
    case 'optional':
      return { kind: 'optional', value: first };
    default:
      return { kind: 'type', of: first };
  }
}
