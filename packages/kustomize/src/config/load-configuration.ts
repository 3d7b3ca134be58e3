import { KustomizeError } from '../engine/kustomize-error.ts';
import { DecodeError, decode } from '../kustomization/decode.ts';
import { fieldSpecShape, type Shape } from '../kustomization/shape.ts';
import { readDocument } from '../reading/read-document.ts';
import { isFields, type Value } from '../values/value.ts';
import { emptyConfig, mergeConfigs, type TransformerConfig } from './transformer-config.ts';

const specs: Shape = { list: fieldSpecShape };
const shape: Shape = {
  fields: {
    namePrefix: specs,
    nameSuffix: specs,
    namespace: specs,
    commonLabels: specs,
    labels: specs,
    templateLabels: specs,
    volumeClaimTemplateLabels: specs,
    commonAnnotations: specs,
    nameReference: {
      list: { fields: { group: 'string', version: 'string', kind: 'string', fieldSpecs: specs } },
    },
    varReference: specs,
    images: specs,
    replicas: specs,
  },
};

/** Reads one file of `configurations`. Throws KustomizeError. */
export function parseConfiguration(text: string, file: string): TransformerConfig {
  try {
    const value: Value = readDocument(text, 'sigs')?.value ?? {};
    const decoded = decode(value, shape, { strict: true, lenient: true, name: 'TransformerConfig' });
    const config = { ...emptyConfig, ...(decoded as Partial<TransformerConfig> | undefined) };
    const nameReference = config.nameReference.map((reference) => ({
      ...reference,
      fieldSpecs: reference.fieldSpecs ?? [],
    }));
    return mergeConfigs(emptyConfig, { ...config, nameReference });
  } catch (cause) {
    if (cause instanceof KustomizeError) throw cause;
    const message = (cause as Error).message;
    throw new KustomizeError(
      cause instanceof DecodeError ? `error unmarshaling JSON: while decoding JSON: ${message}` : message,
      { reason: 'InvalidConfiguration', file, field: cause instanceof DecodeError ? cause.path : undefined, cause },
    );
  }
}

/** Reads one file of `crds`: OpenAPI definitions whose `x-kubernetes-*` marks name fields for the transformers. */
export function parseCrdConfiguration(text: string, file: string): TransformerConfig {
  let definitions: Value;
  try {
    definitions = readDocument(text, 'sigs')?.value ?? {};
  } catch (cause) {
    throw new KustomizeError(`unable to parse open API definition from '${file}': ${(cause as Error).message}`, {
      reason: 'InvalidConfiguration',
      file,
      cause,
    });
  }
  return isFields(definitions) ? crdConfig(definitions) : emptyConfig;
}

interface Found {
  readonly commonAnnotations: { kind: string; path: string }[];
  readonly commonLabels: { kind: string; path: string }[];
  readonly namePrefix: { kind: string; path: string }[];
  readonly nameReference: { kind: string; version: string; fieldSpecs: { kind: string; path: string }[] }[];
}

function crdConfig(definitions: { [key: string]: Value | undefined }): TransformerConfig {
  const found: Found = { commonAnnotations: [], commonLabels: [], namePrefix: [], nameReference: [] };
  for (const name of Object.keys(definitions).sort()) {
    const properties = propertiesOf(definitions, name);
    if (
      properties === undefined ||
      !['kind', 'apiVersion', 'metadata'].every((field) => Object.hasOwn(properties, field))
    )
      continue;
    collect(definitions, name, name.split('.').at(-1) ?? '', [], found);
  }
  return mergeConfigs(emptyConfig, { ...emptyConfig, ...found });
}

function propertiesOf(
  definitions: { [key: string]: Value | undefined },
  name: string,
): { [key: string]: Value | undefined } | undefined {
  const definition = Object.hasOwn(definitions, name) ? definitions[name] : undefined;
  const schema = isFields(definition) ? (definition['Schema'] ?? definition['schema']) : undefined;
  const properties = isFields(schema) ? schema['properties'] : undefined;
  return isFields(properties) ? properties : undefined;
}

function collect(
  definitions: { [key: string]: Value | undefined },
  typeName: string,
  kind: string,
  path: readonly string[],
  found: Found,
): void {
  if (path.length > 50) return;
  for (const [name, property] of Object.entries(propertiesOf(definitions, typeName) ?? {})) {
    if (!isFields(property)) continue;
    const spec = { kind, path: [...path, name].join('/') };
    if (typeof property['x-kubernetes-annotation'] === 'string') found.commonAnnotations.push(spec);
    if (typeof property['x-kubernetes-label-selector'] === 'string') found.commonLabels.push(spec);
    if (typeof property['x-kubernetes-identity'] === 'string') found.namePrefix.push(spec);
    collectReference(property, kind, [...path, name], found);
    const reference = property['$ref'];
    if (typeof reference === 'string') collect(definitions, reference, kind, [...path, name], found);
  }
}

function collectReference(
  property: { [key: string]: Value | undefined },
  kind: string,
  path: readonly string[],
  found: Found,
): void {
  const version = property['x-kubernetes-object-ref-api-version'];
  const target = property['x-kubernetes-object-ref-kind'];
  if (typeof version !== 'string' || typeof target !== 'string') return;
  const key = property['x-kubernetes-object-ref-name-key'];
  const spec = { kind, path: [...path, typeof key === 'string' ? key : 'name'].join('/') };
  found.nameReference.push({ kind: target, version, fieldSpecs: [spec] });
}
