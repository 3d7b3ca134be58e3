import type { NameReference } from '../config/transformer-config.ts';
import { KustomizeError } from '../engine/kustomize-error.ts';
import { visitField } from '../filters/field-filter.ts';
import { type CompiledFieldSpec, compileFieldSpec, FieldPathError, type Holder, setAt } from '../filters/walk-field.ts';
import { type IdSelector, idText } from '../identity/gvk.ts';
import type { Resource } from '../resources/resource.ts';
import { getField, isFields, isNull, isScalar, setField, textOf, type Value } from '../values/value.ts';
import { accountNamespaces, Candidates } from './candidates.ts';
import { selectReferral } from './select-referral.ts';

interface Reference {
  readonly target: IdSelector;
  readonly field: CompiledFieldSpec;
}

/** Writes the new names of renamed resources into the fields that refer to them. */
export class ReferenceFixer {
  private readonly references: readonly Reference[];
  private readonly byType = new Map<string, readonly Reference[]>();

  /** The fixer for a configuration that does not change; the same for the same one. */
  static of(config: readonly NameReference[]): ReferenceFixer {
    let fixer = byConfig.get(config);
    if (fixer === undefined) {
      fixer = new ReferenceFixer(config);
      byConfig.set(config, fixer);
    }
    return fixer;
  }

  constructor(config: readonly NameReference[]) {
    this.references = config.flatMap(({ fieldSpecs, ...target }) =>
      fieldSpecs.map((spec) => ({ target, field: compileFieldSpec({ ...spec, create: false }) })),
    );
  }

  fix(resources: readonly Resource[]): void {
    for (const resource of resources) accountNamespaces(resource);
    const candidates = new Candidates(resources);
    for (const resource of resources) {
      for (const reference of this.referencesOf(resource)) fixField(resource, reference, candidates);
    }
  }

  private referencesOf(resource: Resource): readonly Reference[] {
    const id = resource.originalId;
    const key = `${id.group}/${id.version}/${id.kind}`;
    const known = this.byType.get(key);
    if (known !== undefined) return known;
    const found = this.references.filter(
      ({ field: { spec } }) =>
        (!spec.kind || spec.kind === id.kind) &&
        (!spec.group || spec.group === id.group) &&
        (!spec.version || spec.version === id.version),
    );
    this.byType.set(key, found);
    return found;
  }
}

const byConfig = new WeakMap<readonly NameReference[], ReferenceFixer>();

function fixField(referrer: Resource, reference: Reference, candidates: Candidates): void {
  try {
    visitField(referrer, reference.field, undefined, (holder, key, value) =>
      fixValue({ referrer, reference, candidates }, holder, key, value),
    );
  } catch (cause) {
    if (!(cause instanceof KustomizeError)) throw cause;
    const { path } = reference.field.spec;
    throw new KustomizeError(
      `updating name reference in '${path}' field of '${idText(referrer.id)}': ${cause.message}`,
      { reason: cause.reason, file: referrer.file, line: referrer.line || undefined, field: path, cause },
    );
  }
}

interface Fix {
  readonly referrer: Resource;
  readonly reference: Reference;
  readonly candidates: Candidates;
}

function fixValue(fix: Fix, holder: Holder, key: string | number, value: Value): void {
  if (isNull(value)) return;
  if (isScalar(value)) fixName(fix, holder, key, value);
  else if (isFields(value)) fixMap(fix, value);
  else if (Array.isArray(value)) fixList(fix, value);
}

function fixList(fix: Fix, list: Value[]): void {
  for (let index = 0; index < list.length; index++) {
    const item = list[index] as Value;
    if (isNull(item)) continue;
    if (isFields(item)) fixMap(fix, item);
    else if (isScalar(item)) fixName(fix, list, index, item);
    else
      throw new FieldPathError(
        'node is expected to be either a string or a map of string',
        fix.reference.field.spec.path,
      );
  }
}

function fixName(fix: Fix, holder: Holder, key: string | number, value: Value): void {
  const name = textOf(value);
  const named = fix.candidates.named(name, fix.referrer);
  if (named.length === 0) return;
  const referral = selectReferral(
    { ...fix, path: fix.reference.field.spec.path, target: fix.reference.target },
    named,
    sameNames,
  );
  if (referral !== undefined && referral.name !== name) setAt(holder, key, referral.name);
}

/** A map that refers by `name`, perhaps with a `namespace`. */
function fixMap(fix: Fix, map: { [key: string]: Value | undefined }): void {
  const nameValue = getField(map, 'name');
  if (nameValue === undefined)
    throw new FieldPathError("path config error; no 'name' field in node", fix.reference.field.spec.path);
  const name = textOf(nameValue);
  const namespace = getField(map, 'namespace');
  const all = fix.candidates.named(name, fix.referrer);
  const named = namespace === undefined ? all : fix.candidates.inNamespace(all, textOf(namespace), fix.referrer);
  if (named.length === 0) return;
  const referral = selectReferral(
    { ...fix, path: fix.reference.field.spec.path, target: fix.reference.target },
    named,
    (list) => sameNames(list) && list.every((other) => other.namespace === list[0]?.namespace),
  );
  if (referral === undefined || (referral.name === name && referral.namespace === '')) return;
  setField(map, 'name', referral.name);
  if (referral.namespace !== '') setField(map, 'namespace', referral.namespace);
}

function sameNames(list: readonly Resource[]): boolean {
  return list.every((other) => other.name === list[0]?.name);
}
