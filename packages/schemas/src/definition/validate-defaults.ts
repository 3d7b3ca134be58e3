import { deepCopy, deepEqual, type JsonValue, type StructuralSchema } from '@flux19/objects';
import type { FieldError } from '../errors/field-error.ts';
import { child, entry } from '../errors/field-path.ts';
import { invalid } from '../errors/make-field-error.ts';
import { coerceObjectMeta } from '../metadata/coerce-object-meta.ts';
import { validateEmbedded } from '../metadata/validate-embedded.ts';
import { prune } from '../pruning/prune.ts';
import { validateCelWithBudget } from '../rules/validate-cel.ts';
import { validate } from '../validation/validate.ts';

/** Puts a default where it belongs in an object, so that the object can be looked at. */
type Surround = (value: JsonValue) => JsonValue;

interface Place {
  readonly path: string;
  /** The schema of the whole object around this place. */
  readonly root: StructuralSchema;
  readonly isRoot: boolean;
  readonly isEmbedded: boolean;
  /** Inside apiVersion, kind or metadata of an object. */
  readonly isInMeta: boolean;
  readonly surround: Surround;
}

/** Checks that defaults fit their schemas and, unless the old definition had such ones, that nothing in them is unknown. */
export function defaultErrors(schema: StructuralSchema, path: string, requirePruned: boolean): FieldError[] {
  const run = new DefaultsRun(requirePruned);
  run.check(schema, { path, root: schema, isRoot: true, isEmbedded: true, isInMeta: false, surround: asResource });
  return run.errors;
}

function asResource(value: JsonValue): JsonValue {
  return { kind: 'Validation', apiVersion: 'validation/v1', ...(value as { [key: string]: JsonValue }) };
}

class DefaultsRun {
  readonly errors: FieldError[] = [];
  #budget = 10_000_000;
  readonly #requirePruned: boolean;

  constructor(requirePruned: boolean) {
    this.#requirePruned = requirePruned;
  }

  check(schema: StructuralSchema, outer: Place): void {
    if (this.#budget < 0) return;
    const isResource = schema['x-kubernetes-embedded-resource'] === true;
    const place = isResource
      ? { ...outer, root: schema, isRoot: true, isEmbedded: true, isInMeta: false, surround: asResource }
      : outer;
    if (schema.default !== undefined && schema.default !== null) this.#checkDefault(schema, schema.default, place);
    this.#checkBelow(schema, place);
  }

  #checkBelow(schema: StructuralSchema, place: Place): void {
    const { surround } = place;
    const below = { root: place.root, isRoot: false, isEmbedded: false };
    if (schema.items !== undefined) {
      const list: Surround = (value) => surround([value]);
      this.check(schema.items, {
        ...below,
        path: child(place.path, 'items'),
        isInMeta: place.isInMeta,
        surround: list,
      });
    }
    for (const [name, property] of Object.entries(schema.properties ?? {})) {
      const isMeta = place.isEmbedded && (name === 'metadata' || name === 'apiVersion' || name === 'kind');
      this.check(property, {
        ...below,
        path: entry(child(place.path, 'properties'), name),
        isInMeta: place.isInMeta || isMeta,
        surround: (value) => surround({ [name]: value }),
      });
    }
  }

  #checkDefault(schema: StructuralSchema, value: JsonValue, place: Place): void {
    const path = child(place.path, 'default');
    const errors = place.isInMeta
      ? metaErrors(value, path, place)
      : this.#shapeErrors(schema, value, path, place.isEmbedded);
    this.errors.push(...errors);
    if (errors.some((error) => error.detail !== unknownFields)) return;
    // Defaults are validated by the schema without what the API server takes int-or-string for.
    const schemaErrors = validate(value, schema, { fieldPath: path });
    this.errors.push(...schemaErrors);
    if (schemaErrors.length === 0) this.#checkRules(schema, value, path, place.isRoot);
  }

  #shapeErrors(schema: StructuralSchema, value: JsonValue, path: string, isResource: boolean): FieldError[] {
    const pruned = deepCopy(value);
    prune(pruned, schema, { isResourceRoot: isResource });
    const isPruned = !this.#requirePruned || deepEqual(pruned, value);
    const errors = isPruned ? [] : [invalid(path, value, unknownFields)];
    const { error } = coerceObjectMeta(deepCopy(value), schema, { isResourceRoot: isResource, fieldPath: path });
    return [...errors, ...(error === undefined ? validateEmbedded(value, schema, isResource, path) : [error])];
  }

  /** A default has to be valid as a new value, and as one that does not change. */
  #checkRules(schema: StructuralSchema, value: JsonValue, path: string, isResourceRoot: boolean): void {
    const options = { fieldPath: path, isResourceRoot, costBudget: this.#budget, ratcheting: false };
    const unchanged = validateCelWithBudget(value, value, schema, options);
    this.errors.push(...unchanged.errors);
    this.#budget = unchanged.remainingBudget;
    if (unchanged.errors.length > 0) return;
    const anew = validateCelWithBudget(value, undefined, schema, options);
    this.errors.push(...anew.errors);
    this.#budget = Math.min(unchanged.remainingBudget, anew.remainingBudget);
  }
}

const unknownFields = 'must not have unknown fields';

function metaErrors(value: JsonValue, path: string, place: Place): FieldError[] {
  const object = place.surround(deepCopy(value));
  const { error } = coerceObjectMeta(deepCopy(object), place.root);
  const found = error === undefined ? validateEmbedded(object, place.root, true, '') : [error];
  if (found.length === 0) return [];
  return [invalid(path, value, `must result in valid metadata: ${aggregate(found)}`)];
}

/** Several errors as one text. */
function aggregate(errors: readonly FieldError[]): string {
  const messages = [...new Set(errors.map((error) => error.message))];
  return messages.length === 1 ? (messages[0] ?? '') : `[${messages.join(', ')}]`;
}
