import type { StructuralSchema } from '@flux19/objects';

const maxNameLength = 253;
const resources = new WeakMap<StructuralSchema, StructuralSchema>();

/** A schema of a whole object with what rules may use of every object: apiVersion, kind, metadata.name and generateName. */
export function asResource(schema: StructuralSchema): StructuralSchema {
  const known = resources.get(schema);
  if (known !== undefined) return known;
  const resource = hasMeta(schema) ? schema : withMeta(schema);
  resources.set(schema, resource);
  return resource;
}

function hasMeta({ properties }: StructuralSchema): boolean {
  const metadata = properties?.['metadata'];
  return (
    properties?.['kind']?.type === 'string' &&
    properties['apiVersion']?.type === 'string' &&
    metadata?.type === 'object' &&
    metadata.properties?.['name']?.type === 'string' &&
    metadata.properties['generateName']?.type === 'string'
  );
}

function withMeta(schema: StructuralSchema): StructuralSchema {
  const metadata = schema.properties?.['metadata']?.properties;
  return {
    ...schema,
    properties: {
      ...schema.properties,
      kind: { type: 'string' },
      apiVersion: { type: 'string' },
      metadata: {
        type: 'object',
        properties: {
          name: shortText(metadata?.['name'], maxNameLength),
          // The generated suffix is at least one character.
          generateName: shortText(metadata?.['generateName'], maxNameLength - 1),
        },
      },
    },
  };
}

function shortText(schema: StructuralSchema | undefined, limit: number): StructuralSchema {
  return { type: 'string', maxLength: Math.min(schema?.maxLength ?? limit, limit) };
}
