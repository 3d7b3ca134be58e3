import { KustomizeError } from '../engine/kustomize-error.ts';
import type { Resource } from '../resources/resource.ts';
import { type Fields, getField, isFields, isScalar, setField, textOrEmpty, type Value } from '../values/value.ts';

/** Sets the text of a field, or puts it into the path of a file name there. */
export interface ValueAddition {
  readonly value: string;
  /** Names with `/` between them; created when missing. */
  readonly fieldPath: string;
  /** 1-based place inside a file path; 0 sets the whole text. */
  readonly filePathPosition: number;
}

export function addValue(resource: Resource, { value, fieldPath, filePathPosition }: ValueAddition): void {
  if (resource.value === undefined) return;
  const parts = splitSlashes(fieldPath).filter((part) => part.trim() !== '');
  const last = parts.pop();
  if (last === undefined) return;
  const holder = parts.reduce((fields, part) => child(fields, part, resource), resource.value);
  const old = getField(holder, last);
  if (old !== undefined && !isScalar(old)) throw wrongKind(fieldPath, resource);
  const text = filePathPosition > 0 ? insertPathPart(textOrEmpty(old), filePathPosition - 1, value) : value;
  setField(holder, last, text);
}

function child(fields: Fields, part: string, resource: Resource): Fields {
  const value = getField(fields, part);
  if (value === undefined) {
    const created: Fields = {};
    setField(fields, part, created as Value);
    return created;
  }
  if (!isFields(value)) throw wrongKind(part, resource);
  return value;
}

function wrongKind(field: string, resource: Resource): KustomizeError {
  return new KustomizeError(`wrong node kind at field ${field}`, {
    reason: 'InvalidField',
    file: resource.file,
    line: resource.line || undefined,
    field,
  });
}

function splitSlashes(path: string): string[] {
  const result: string[] = [];
  for (const part of path.split('/')) {
    const previous = result.at(-1);
    if (previous?.endsWith('\\') === true) result[result.length - 1] = `${previous.slice(0, -1)}/${part}`;
    else result.push(part);
  }
  return result;
}

/** `insertPathPart('/a/b', 1, 'x')` is `/a/x/b`; past the end it is appended. */
function insertPathPart(path: string, position: number, part: string): string {
  if (part === '') return path;
  const isAbsolute = path.startsWith('/');
  const parts = path.split('/').filter((name) => name !== '');
  parts.splice(Math.min(position, parts.length), 0, part);
  return (isAbsolute ? '/' : '') + parts.join('/');
}
