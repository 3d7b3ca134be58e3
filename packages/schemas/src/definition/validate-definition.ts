import { isRequestUri } from '@flux19/cel';
import { isDns1123Subdomain, type JsonObject, quoteGo } from '@flux19/objects';
import type { FieldError } from '../errors/field-error.ts';
import { invalid, required } from '../errors/make-field-error.ts';
import { type NameRule, validateObjectMeta } from '../metadata/validate-object-meta.ts';
import { type InternalSpec, internalSpec, objectIn, textIn, textsIn } from './internal-spec.ts';
import { specErrors } from './spec-errors.ts';
import { strictOptions, updateOptions } from './spec-options.ts';
import { nameErrors } from './validate-names.ts';

/** Validates a CustomResourceDefinition (apiextensions.k8s.io/v1) that was defaulted before. */
export function validateCustomResourceDefinition(definition: JsonObject): FieldError[] {
  const spec = internalSpec(definition);
  return [
    ...validateObjectMeta(objectIn(definition, 'metadata') ?? {}, false, nameRule(spec), 'metadata'),
    ...specErrors(spec, strictOptions, 'spec'),
    ...statusErrors(definition, spec),
    ...approvalErrors(definition, undefined, spec.group),
    ...preserveErrors(spec),
  ];
}

/**
 * Validates a change of a CustomResourceDefinition: what may not change, and the new one, in which faults that the stored one
 * had are let through. Changes of metadata are the same for all kinds and not looked at here.
 */
export function validateCustomResourceDefinitionUpdate(definition: JsonObject, old: JsonObject): FieldError[] {
  const spec = internalSpec(definition);
  const oldSpec = internalSpec(old);
  const options = updateOptions(definition, old, oldSpec);
  const fixed = [
    ...(options.requireImmutableNames
      ? [
          ...immutableErrors(spec.scope, oldSpec.scope, 'spec.scope'),
          ...immutableErrors(textIn(spec.names, 'kind'), textIn(oldSpec.names, 'kind'), 'spec.names.kind'),
        ]
      : []),
    ...immutableErrors(spec.group, oldSpec.group, 'spec.group'),
    ...immutableErrors(textIn(spec.names, 'plural'), textIn(oldSpec.names, 'plural'), 'spec.names.plural'),
  ];
  return [
    ...specErrors(spec, options, 'spec'),
    ...fixed,
    ...statusErrors(definition, spec),
    ...approvalErrors(definition, old, spec.group),
    ...(oldSpec.preserveUnknownFields ? [] : preserveErrors(spec)),
  ];
}

function nameRule(spec: InternalSpec): NameRule {
  const wanted = `${textIn(spec.names, 'plural')}.${spec.group}`;
  return (name) => [
    ...isDns1123Subdomain(name),
    ...(name === wanted ? [] : ['must be spec.names.plural+"."+spec.group']),
  ];
}

function immutableErrors(value: string, old: string, path: string): FieldError[] {
  return value === old ? [] : [invalid(path, value, 'field is immutable')];
}

function statusErrors(definition: JsonObject, spec: InternalSpec): FieldError[] {
  const status = objectIn(definition, 'status') ?? {};
  return [
    ...nameErrors(objectIn(status, 'acceptedNames') ?? {}, 'status.acceptedNames'),
    ...storedVersionErrors(status, spec, 'status.storedVersions'),
  ];
}

function storedVersionErrors(status: JsonObject, spec: InternalSpec, path: string): FieldError[] {
  const stored = textsIn(status, 'storedVersions');
  const given = Array.isArray(status['storedVersions']) ? stored : null;
  if (stored.length === 0) return [invalid(path, given, 'must have at least one stored version')];
  const versions = spec.versions ?? [];
  const names = new Set(versions.map(({ name }) => name));
  const missing = versions.filter(({ name, storage }) => storage && !stored.includes(name));
  return [
    ...missing.map(({ name }) => invalid(path, stored, `must have the storage version ${name}`)),
    ...stored.flatMap((name, index) => (names.has(name) ? [] : [invalid(`${path}[${index}]`, name, vanished(name))])),
  ];
}

function vanished(name: string): string {
  const until = 'until a storage migration ensures no data remains persisted in';
  const stay = `${name} was previously a storage version, and must remain in spec.versions ${until} ${name}`;
  return `missing from spec.versions; ${stay} and removes ${name} from status.storedVersions`;
}

const approvalKey = 'api-approved.kubernetes.io';

/** Groups of Kubernetes itself are open only to what the project approved, or says that it is not. */
function approvalErrors(definition: JsonObject, old: JsonObject | undefined, group: string): FieldError[] {
  if (!/(?:^|\.)(?:k8s|kubernetes)\.io$/.test(group)) return [];
  const approval = approvalOf(definition);
  const state = approvalState(approval);
  if (state === 'approved' || (old !== undefined && approvalState(approvalOf(old)) === state)) return [];
  const path = `metadata.annotations[${approvalKey}]`;
  const must = `protected groups must have approval annotation ${quoteGo(approvalKey)}`;
  const see = 'see https://github.com/kubernetes/enhancements/pull/1111';
  if (state === 'missing') return [required(path, `${must}, ${see}`)];
  return [invalid(path, approval, `${must} with either a URL or a reason starting with "unapproved", ${see}`)];
}

function approvalOf(definition: JsonObject): string {
  const annotations = objectIn(objectIn(definition, 'metadata') ?? {}, 'annotations');
  return annotations === undefined ? '' : textIn(annotations, approvalKey);
}

function approvalState(approval: string): 'missing' | 'bypassed' | 'approved' | 'invalid' {
  if (approval === '') return 'missing';
  if (approval.startsWith('unapproved')) return 'approved';
  return isRequestUri(approval) && /^[a-z][a-z0-9+.-]*:\/\/[^/]/i.test(approval) ? 'approved' : 'invalid';
}

function preserveErrors(spec: InternalSpec): FieldError[] {
  if (!spec.preserveUnknownFields) return [];
  const instead = 'set x-kubernetes-preserve-unknown-fields to true in spec.versions[*].schema instead';
  return [invalid('spec.preserveUnknownFields', true, `cannot set to true, ${instead}`)];
}
