import { formatGoDuration } from '@flux19/expressions';

/** A field of an object, left out when there is nothing to write. */
export function present<T>(key: string, value: T | undefined): Readonly<Record<string, T>> {
  return value === undefined || value === '' ? {} : { [key]: value };
}

/** `{name}`; undefined without one. */
export function nameReference(name: string | undefined): { readonly name: string } | undefined {
  return name === undefined || name === '' ? undefined : { name };
}

/** A duration as Flux writes it; undefined for none. */
export function durationText(ms: number | undefined): string | undefined {
  return ms === undefined || ms <= 0 ? undefined : formatGoDuration(ms);
}

/** True for a flag that says nothing. */
export function isMissing(text: string | undefined): boolean {
  return text === undefined || text === '';
}
