import type { Resource } from '../resources/resource.ts';
import { textOf } from '../values/value.ts';
import { visitField } from './field-filter.ts';
import { requireScalar } from './node-kind.ts';
import { type CompiledFieldSpec, setAt } from './walk-field.ts';

/** Puts a prefix or suffix around the text of a field. */
export function affixField(resource: Resource, field: CompiledFieldSpec, prefix: string, suffix: string): void {
  visitField(resource, field, 'text', (holder, key, value) => {
    requireScalar(value, field.spec.path);
    setAt(holder, key, prefix + textOf(value) + suffix);
  });
}
