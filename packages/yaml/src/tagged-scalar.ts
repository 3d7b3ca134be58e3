import { ComposeFault } from './compose-fault.ts';
import { resolvePlain, type ScalarValue } from './go-scalar.ts';
import { formatGoTimestamp } from './go-timestamp.ts';
import { SCALAR_STYLE, type ScalarEvent } from './yaml-events.ts';
import type { YamlDialect } from './yaml-value.ts';

const corePrefix = '!<tag:yaml.org,2002:';

/** The name of a tag of YAML's own (`str` for `!!str`), undefined for any other. */
export function coreTag(tag: string): string | undefined {
  if (tag.startsWith('!!')) return tag.slice(2);
  return tag.startsWith(corePrefix) ? tag.slice(corePrefix.length, -1) : undefined;
}

/** Resolves a scalar with a tag as Go does: known tags must fit, any other tag makes a string. Throws ComposeFault. */
export function resolveTagged(tag: string, text: string, event: ScalarEvent, dialect: YamlDialect): ScalarValue {
  if (tag === '!' && dialect === 'v3' && event.style === SCALAR_STYLE.PLAIN) return resolvePlain(text, dialect);
  switch (coreTag(tag)) {
    case 'int':
    case 'float':
    case 'bool':
    case 'null':
      return expectKind(coreTag(tag) ?? '', text, event, dialect);
    case 'binary':
      return decodeBinary(text, event);
    case 'timestamp':
      return expectTimestamp(text, event, dialect);
    default:
      return text;
  }
}

function expectKind(kind: string, text: string, event: ScalarEvent, dialect: YamlDialect): ScalarValue {
  const value = resolvePlain(text, dialect);
  const found = kindOf(value);
  if (found === kind || (kind === 'float' && found === 'int')) return value;
  throw new ComposeFault(`cannot decode !!${found} \`${text}\` as a !!${kind}`, event.tagStart);
}

function kindOf(value: ScalarValue): string {
  if (value === null) return 'null';
  if (typeof value === 'boolean') return 'bool';
  if (typeof value === 'string') return 'str';
  return typeof value === 'bigint' || Number.isInteger(value) ? 'int' : 'float';
}

function decodeBinary(text: string, event: ScalarEvent): string {
  const base64 = text.replace(/[\r\n]/g, '');
  if (base64.length % 4 !== 0 || !/^[A-Za-z0-9+/]*={0,2}$/.test(base64)) {
    throw new ComposeFault('!!binary value contains invalid base64 data', event.tagStart);
  }
  return new TextDecoder().decode(Uint8Array.from(atob(base64), (character) => character.charCodeAt(0)));
}

function expectTimestamp(text: string, event: ScalarEvent, dialect: YamlDialect): string {
  const formatted = formatGoTimestamp(text);
  if (formatted === undefined) {
    throw new ComposeFault(`cannot decode !!str \`${text}\` as a !!timestamp`, event.tagStart);
  }
  return dialect === 'v3' ? formatted : text;
}
