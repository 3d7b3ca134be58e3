import type { FieldSpec } from '../config/field-spec.ts';
import { KustomizeError } from '../engine/kustomize-error.ts';
import { idText } from '../identity/gvk.ts';
import type { Resource } from '../resources/resource.ts';
import {
  type CompiledFieldSpec,
  type CreateKind,
  compileFieldSpec,
  FieldPathError,
  type Visit,
  walkField,
} from './walk-field.ts';

/** The fields of a list of specs that concern a kind. Specs are compiled once and found by kind. */
export class FieldSpecs {
  private readonly compiled: readonly CompiledFieldSpec[];
  private readonly byType = new Map<string, readonly CompiledFieldSpec[]>();

  /** The compiled form of a list that does not change; the same for the same list. */
  static of(specs: readonly FieldSpec[]): FieldSpecs {
    let compiled = byList.get(specs);
    if (compiled === undefined) {
      compiled = new FieldSpecs(specs);
      byList.set(specs, compiled);
    }
    return compiled;
  }

  constructor(specs: readonly FieldSpec[]) {
    this.compiled = specs.map(compileFieldSpec);
  }

  for(resource: Resource): readonly CompiledFieldSpec[] {
    const key = `${resource.apiVersion}\n${resource.kind}`;
    const known = this.byType.get(key);
    if (known !== undefined) return known;
    const { group, version, kind } = resource.gvk;
    const found = this.compiled.filter(
      ({ spec }) =>
        (!spec.kind || spec.kind === kind) &&
        (!spec.group || spec.group === group) &&
        (!spec.version || spec.version === version),
    );
    this.byType.set(key, found);
    return found;
  }
}

const byList = new WeakMap<readonly FieldSpec[], FieldSpecs>();

/** Visits every field of a resource that the specs name. Throws KustomizeError that names field and resource. */
export function visitFields(resource: Resource, specs: FieldSpecs, create: CreateKind, visit: Visit): void {
  for (const field of specs.for(resource)) visitField(resource, field, create, visit);
}

export function visitField(resource: Resource, field: CompiledFieldSpec, create: CreateKind, visit: Visit): void {
  if (resource.value === undefined) return;
  try {
    walkField(resource.value, field, create, visit);
  } catch (cause) {
    if (!(cause instanceof FieldPathError)) throw cause;
    throw new KustomizeError(
      `considering field '${field.spec.path}' of object ${idText(resource.id)}: ${cause.message}`,
      { reason: 'InvalidField', file: resource.file, line: resource.line || undefined, field: field.spec.path, cause },
    );
  }
}
