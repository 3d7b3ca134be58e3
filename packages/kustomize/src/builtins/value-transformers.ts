import type { FieldSpec } from '../config/field-spec.ts';
import { KustomizeError } from '../engine/kustomize-error.ts';
import { addValue } from '../filters/add-value.ts';
import { FieldSpecs, visitField } from '../filters/field-filter.ts';
import { imageUpdater } from '../filters/image-name.ts';
import { requireScalar } from '../filters/node-kind.ts';
import { CompiledSelector } from '../filters/selector.ts';
import { setImageFields, setImagesEverywhere } from '../filters/set-image.ts';
import { namespaceSetter } from '../filters/set-namespace.ts';
import { type CompiledFieldSpec, compileFieldSpec, setAt } from '../filters/walk-field.ts';
import { gvkText, isSelected } from '../identity/gvk.ts';
import type { Image, Replacement, Replica, Selector } from '../kustomization/kustomization.ts';
import { applyReplacements } from '../replacement/replace.ts';
import type { Resource } from '../resources/resource.ts';
import { isQuoted } from '../values/quoted.ts';
import type { Transformer } from './plugin.ts';

export function imageTransformer(image: Image, specs: readonly FieldSpec[]): Transformer {
  const update = imageUpdater(image);
  const fields = FieldSpecs.of(specs);
  return {
    kind: 'ImageTagTransformer',
    transform(list) {
      for (const resource of list.resources) setImagesEverywhere(resource, update);
      for (const resource of list.resources) setImageFields(resource, update, fields);
    },
  };
}

export function replicaTransformer(replica: Replica, specs: readonly FieldSpec[]): Transformer {
  const fields = specs.map(compileFieldSpec);
  const { name = '', count = 0 } = replica;
  return {
    kind: 'ReplicaCountTransformer',
    transform(list) {
      let found = false;
      for (const field of fields) {
        const meant = list.resources.filter((resource) => !resource.isEmpty && isNamed(resource, name, field.spec));
        if (meant.length > 0) found = true;
        for (const resource of meant) setCount(resource, field, count);
      }
      if (found) return;
      const kinds = specs.map((spec) => gvkText(spec)).join(' ');
      throw new KustomizeError(`resource with name ${name} does not match a config with the following GVK [${kinds}]`, {
        reason: 'ReplicaTargetMissing',
        field: 'replicas',
      });
    },
  };
}

function isNamed(resource: Resource, name: string, spec: FieldSpec): boolean {
  return [resource.id, ...resource.previousIds].some((id) => id.name === name && isSelected(id, spec));
}

function setCount(resource: Resource, field: CompiledFieldSpec, count: number): void {
  if (!isSelected(resource.gvk, field.spec)) return;
  visitField(resource, field, 'text', (holder, key, value) => {
    requireScalar(value, field.spec.path);
    // A count in quotes stays in quotes.
    const isText = !Array.isArray(holder) && isQuoted(holder, String(key));
    setAt(holder, key, isText ? String(count) : count);
  });
}

export function replacementTransformer(replacements: readonly Replacement[]): Transformer {
  return {
    kind: 'ReplacementTransformer',
    transform(list) {
      applyReplacements(list.resources, replacements);
      list.idsChanged();
    },
  };
}

export interface ValueTarget {
  readonly selector?: Selector | undefined;
  readonly fieldPath?: string | undefined;
  readonly filePathPosition?: number | undefined;
}

export function valueAddTransformer(value: string, targets: readonly ValueTarget[]): Transformer {
  if (targets.length === 0) throw invalid('must specify at least one target', 'targets');
  for (const { fieldPath, filePathPosition = 0 } of targets) {
    if (!fieldPath) throw invalid('fieldPath cannot be empty', 'targets.fieldPath');
    if (filePathPosition < 0) {
      throw invalid(`value of FilePathPosition (${filePathPosition}) cannot be negative`, 'targets.filePathPosition');
    }
  }
  const setNamespace = namespaceSetter({ namespace: value, specs: [], subjects: 'defaultOnly' });
  const apply = (resource: Resource, { fieldPath = '', filePathPosition = 0 }: ValueTarget) => {
    if (fieldPath === 'metadata/namespace') setNamespace(resource);
    else addValue(resource, { value, fieldPath, filePathPosition });
  };
  return {
    kind: 'ValueAddTransformer',
    transform(list) {
      for (const target of targets) {
        const selector = target.selector === undefined ? undefined : new CompiledSelector(target.selector);
        for (const resource of list.resources) {
          if (selector === undefined || selector.matches(resource)) apply(resource, target);
        }
      }
      list.idsChanged();
    },
  };
}

function invalid(message: string, field: string): KustomizeError {
  return new KustomizeError(message, { reason: 'InvalidPlugin', field });
}
