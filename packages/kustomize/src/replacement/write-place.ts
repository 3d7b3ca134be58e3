import { KustomizeError } from '../engine/kustomize-error.ts';
import { setAt } from '../filters/walk-field.ts';
import type { FieldOptions } from '../kustomization/kustomization.ts';
import { blankNull, kindOf, resolveScalar, scalarOfKind } from '../values/resolve-scalar.ts';
import { copyValue, type Fields, isScalar, textOf, type Value } from '../values/value.ts';
import type { Place } from './find-places.ts';

/** A value to be copied: a scalar given in the kustomization has text but no kind of its own. */
export interface Source {
  readonly value: Value;
  readonly hasKind: boolean;
}

/** Writes a source to a place; with a delimiter, only one part of the text there. */
export function writePlace(place: Place, source: Source, options: FieldOptions | undefined, isNew: boolean): void {
  const old = (place.holder as Fields)[place.key as string] as Value;
  let text = textOf(source.value);
  if (options?.delimiter) {
    if (!isScalar(old)) {
      throw new KustomizeError('delimiter option can only be used with scalar nodes', { reason: 'InvalidReplacement' });
    }
    text = replacePart(textOf(old), text, options.delimiter, options.index ?? 0);
  }
  if (!isScalar(old)) {
    setAt(place.holder, place.key, isScalar(source.value) ? retype(source, text) : copyValue(source.value));
    return;
  }
  setAt(place.holder, place.key, isNew ? resolveScalar(text) : keepKind(old, text));
}

function retype(source: Source, text: string): Value {
  const kind = kindOf(source.value);
  if (!source.hasKind || kind === 'other') return resolveScalar(text);
  return scalarOfKind(text, kind) ?? text;
}

/** The kind of the target stays: the text `8080` becomes a number where a number was. */
function keepKind(old: Value, text: string): Value {
  const kind = kindOf(old);
  if (old === blankNull || kind === 'null') return text === '' ? blankNull : old;
  const value = kind === 'other' ? text : scalarOfKind(text, kind);
  if (value === undefined) {
    throw new KustomizeError(`yaml: unmarshal errors: cannot decode !!str \`${text}\` as a !!${kind}`, {
      reason: 'InvalidReplacement',
    });
  }
  return value;
}

function replacePart(old: string, text: string, delimiter: string, index: number): string {
  const parts = old.split(delimiter);
  if (index < 0) parts.unshift(text);
  else if (index >= parts.length) parts.push(text);
  else parts[index] = text;
  return parts.join(delimiter);
}
