import { isDns1035Label, isDns1123Subdomain, type JsonObject } from '@flux19/objects';
import type { FieldError } from '../errors/field-error.ts';
import { child, item } from '../errors/field-path.ts';
import { invalid, required } from '../errors/make-field-error.ts';
import { readSchema } from '../structural/read-schema.ts';
import { type InternalSpec, type InternalVersion, objectIn } from './internal-spec.ts';
import { printVersions } from './print-versions.ts';
import { hasSchema, type SpecOptions, schemaSources } from './spec-options.ts';
import { choiceErrors, conversionErrors } from './validate-conversion.ts';
import { missingNames, nameErrors } from './validate-names.ts';
import { columnErrors, deprecationErrors, selectableFieldErrors, subresourceErrors } from './validate-version-parts.ts';
import { versionSchemaErrors } from './version-schema-errors.ts';

/** Checks the spec of a definition, in kube-apiserver's order. */
export function specErrors(spec: InternalSpec, wanted: SpecOptions, path: string): FieldError[] {
  const requireStructural = wanted.requireStructural || !spec.preserveUnknownFields || needsStructural(spec);
  const options = { ...wanted, requireStructural };
  const versions = spec.versions ?? [];
  return [
    ...groupErrors(spec.group, child(path, 'group')),
    ...choiceErrors(child(path, 'scope'), spec.scope, ['Cluster', 'Namespaced']),
    ...missingSchemaErrors(spec, options, path),
    ...defaultsNeedPruning(spec, path),
    ...versions.flatMap((version, index) =>
      versionErrors(version, spec, item(child(path, 'versions'), index), options),
    ),
    ...versionListErrors(spec, child(path, 'versions')),
    ...topVersionErrors(spec, child(path, 'version')),
    ...missingNames(spec.names, child(path, 'names')),
    ...nameErrors(spec.names, child(path, 'names')),
    ...sharedErrors(spec, path, options),
    ...conversionNeedsPruning(spec, path),
    ...conversionErrors(spec.conversion, child(path, 'conversion'), options.requireKnownReviewVersion),
  ];
}

function groupErrors(group: string, path: string): FieldError[] {
  if (group === '') return [required(path)];
  const messages = isDns1123Subdomain(group);
  if (messages.length > 0) return [invalid(path, group, messages.join(','))];
  return group.includes('.') ? [] : [invalid(path, group, 'should be a domain with at least one dot')];
}

const extensions = [
  'x-kubernetes-embedded-resource',
  'x-kubernetes-preserve-unknown-fields',
  'x-kubernetes-int-or-string',
  'x-kubernetes-list-map-keys',
  'x-kubernetes-list-type',
  'x-kubernetes-validations',
] as const;

function needsStructural(spec: InternalSpec): boolean {
  return schemaSources(spec).some((source) =>
    hasSchema(
      readSchema(source),
      (schema) => schema.default !== undefined || extensions.some((key) => schema[key] !== undefined),
    ),
  );
}

function hasOpenApiSchema(holder: JsonObject | undefined): boolean {
  return holder !== undefined && objectIn(holder, 'openAPIV3Schema') !== undefined;
}

function missingSchemaErrors(spec: InternalSpec, options: SpecOptions, path: string): FieldError[] {
  if (hasOpenApiSchema(spec.validation)) return [];
  if (!options.requireSchema && spec.preserveUnknownFields) return [];
  const detail = options.requireSchema ? '' : 'because otherwise all fields are pruned';
  return (spec.versions ?? []).flatMap((version, index) => {
    const isNeeded = options.requireSchema || version.served;
    if (!isNeeded || hasOpenApiSchema(version.schema)) return [];
    return [required(`${item(child(path, 'versions'), index)}.schema.openAPIV3Schema`, detail)];
  });
}

function defaultsNeedPruning(spec: InternalSpec, path: string): FieldError[] {
  if (!spec.preserveUnknownFields) return [];
  const hasDefaults = schemaSources(spec).some((source) =>
    hasSchema(readSchema(source), (schema) => schema.default !== undefined),
  );
  const detail = 'must be false in order to use defaults in the schema';
  return hasDefaults ? [invalid(child(path, 'preserveUnknownFields'), true, detail)] : [];
}

function versionErrors(version: InternalVersion, spec: InternalSpec, path: string, options: SpecOptions): FieldError[] {
  const messages = isDns1035Label(version.name);
  const hasOwnSubresources = (spec.versions ?? []).some(({ subresources }) => subresources !== undefined);
  const subresources = hasOwnSubresources ? version.subresources : spec.subresources;
  return [
    ...(messages.length === 0 ? [] : [invalid(child(path, 'name'), version.name, messages.join(','))]),
    ...deprecationErrors(version.deprecated, version.deprecationWarning, child(path, 'deprecationWarning')),
    ...versionSchemaErrors(version.schema, child(path, 'schema'), {
      ...options,
      hasStatus: hasStatus(subresources),
      suppressCost: options.unchangedVersions.has(version.name),
    }),
    ...subresourceErrors(version.subresources, child(path, 'subresources')),
    ...columnErrors(version.additionalPrinterColumns, child(path, 'additionalPrinterColumns')),
    ...selectableErrors(version.selectableFields, version.schema ?? spec.validation, child(path, 'selectableFields')),
  ];
}

function hasStatus(subresources: JsonObject | undefined): boolean {
  return subresources !== undefined && objectIn(subresources, 'status') !== undefined;
}

function selectableErrors(fields: readonly JsonObject[], holder: JsonObject | undefined, path: string): FieldError[] {
  if (fields.length === 0) return [];
  const source = holder === undefined ? undefined : objectIn(holder, 'openAPIV3Schema');
  if (source === undefined) {
    return [invalid(path, '', 'may only be set when `version.schema.openAPIV3Schema` is not included')];
  }
  return selectableFieldErrors(fields, readSchema(source), path, false);
}

function versionListErrors(spec: InternalSpec, path: string): FieldError[] {
  const versions = spec.versions ?? [];
  const errors: FieldError[] = [];
  const names = new Set(versions.map(({ name }) => name));
  if (names.size < versions.length) {
    errors.push(invalid(path, printVersions(spec.versions), 'must contain unique version names'));
  }
  if (versions.filter(({ storage }) => storage).length !== 1) {
    errors.push(invalid(path, printVersions(spec.versions), 'must have exactly one version marked as storage version'));
  }
  return errors;
}

function topVersionErrors({ version }: InternalSpec, path: string): FieldError[] {
  const messages = version === '' ? [] : isDns1035Label(version);
  return messages.length === 0 ? [] : [invalid(path, version, messages.join(','))];
}

/** Checks what all versions share. */
function sharedErrors(spec: InternalSpec, path: string, options: SpecOptions): FieldError[] {
  const anyStatus = [spec.subresources, ...(spec.versions ?? []).map(({ subresources }) => subresources)].some(
    hasStatus,
  );
  return [
    ...versionSchemaErrors(spec.validation, child(path, 'validation'), {
      ...options,
      hasStatus: anyStatus,
      suppressCost: options.unchangedVersions.has(spec.version),
    }),
    ...subresourceErrors(spec.subresources, child(path, 'subresources')),
    ...columnErrors(spec.additionalPrinterColumns, child(path, 'additionalPrinterColumns')),
    ...sharedSelectableErrors(spec, child(path, 'selectableFields')),
  ];
}

function sharedSelectableErrors(spec: InternalSpec, path: string): FieldError[] {
  if (spec.selectableFields.length === 0) return [];
  const source = spec.validation === undefined ? undefined : objectIn(spec.validation, 'openAPIV3Schema');
  if (source === undefined) return [invalid(path, '', 'may only be set when validations.schema is included')];
  return selectableFieldErrors(spec.selectableFields, readSchema(source), path, false);
}

function conversionNeedsPruning(spec: InternalSpec, path: string): FieldError[] {
  const strategy = spec.conversion?.['strategy'];
  if (spec.conversion === undefined || strategy === 'None' || !spec.preserveUnknownFields) return [];
  const detail = 'must be None if spec.preserveUnknownFields is true';
  return [invalid(child(child(path, 'conversion'), 'strategy'), strategy ?? '', detail)];
}
