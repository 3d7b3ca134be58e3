import { isJsonObject, type JsonObject, type JsonValue } from '@flux19/objects';
import type { Convert, TypedObject } from '../update/typed-object.ts';
import type { TypeRef, UpstreamTypes } from './upstream-schema.ts';

interface ConverterInput {
  readonly types: UpstreamTypes;
  /** Type of the live object, which is that of the first version. */
  readonly typeRef: TypeRef;
  /** Version of the operation. */
  readonly version: string;
}

type MakeConvert = (input: ConverterInput) => Convert;

/** The converters that the tests of structured-merge-diff use, by the name the tables have for them. */
export const upstreamConverters: Readonly<Record<string, MakeConvert>> = {
  '*fixture.dummyConverter': () => (object) => object,
  '*merge_test.specificVersionConverter': acceptSome,
  'merge_test.renamingConverter': renameSuffix,
  'merge_test.repeatingConverter': repeatLetters,
  'merge_test.reliantFieldsConverter': (input) => swapFields(input, (version) => version),
  'merge_test.versionDoesntMatchTypenameConverter': (input) =>
    swapFields(input, (version) => version.replace('v', 'TypeV')),
};

/**
 * Knows only some versions. Which ones changes between the steps of the upstream tests and is not in the tables:
 * v1 and v2 at first, v2 and v3 afterwards; only the newest one in the test that applies a set.
 */
function acceptSome({ typeRef, version }: ConverterInput): Convert {
  const versions = version === 'v3' ? ['v2', 'v3'] : ['v1', 'v2'];
  const accepted = typeRef.namedType === 'sets' ? [version] : versions;
  return (object, to) => (accepted.includes(to) ? object : undefined);
}

/** Types are named by version; fields that end in the version are renamed. */
function renameSuffix({ types, typeRef }: ConverterInput): Convert {
  const versions = new Map([[types.node(typeRef), typeRef.namedType ?? '']]);
  return (object, to) => {
    const type = types.node({ namedType: to });
    const from = versions.get(object.type) ?? to;
    versions.set(type, to);
    return { type, value: renameFields(object.value, from, to) };
  };
}

function renameFields(value: JsonValue, from: string, to: string): JsonValue {
  if (Array.isArray(value)) return value.map((item) => renameFields(item, from, to));
  if (!isJsonObject(value)) return value;
  const rename = (name: string): string => (name.endsWith(from) ? name.slice(0, -from.length) + to : name);
  return Object.fromEntries(
    Object.entries(value).map(([name, field]) => [rename(name), renameFields(field ?? null, from, to)]),
  );
}

/** Keys below the first are one letter, repeated as often as the version says. */
function repeatLetters({ types, typeRef }: ConverterInput): Convert {
  return (object, to) => {
    const version = /^v(\d+)$/.exec(to)?.[1];
    if (version === undefined) return undefined;
    const repeat = (value: JsonValue): JsonValue => {
      if (!isJsonObject(value)) return value;
      // Keys can fall together: the last one in their order wins.
      const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
      return Object.fromEntries(
        entries.map(([name, field]) => [name.slice(0, 1).repeat(Number(version)), repeat(field ?? null)]),
      );
    };
    return {
      type: types.node(typeRef),
      value: isJsonObject(object.value) ? mapValues(object.value, repeat) : object.value,
    };
  };
}

function mapValues(map: JsonObject, change: (value: JsonValue) => JsonValue): JsonObject {
  return Object.fromEntries(Object.entries(map).map(([name, value]) => [name, change(value ?? null)]));
}

/** Version 1 needs a field that version 2 calls differently. */
function swapFields({ types }: ConverterInput, typeName: (version: string) => string): Convert {
  const names: Readonly<Record<string, readonly [from: string, to: string]>> = {
    v1: ['required_field_bar', 'field_foo_rely_on_bar'],
    v2: ['field_foo_rely_on_bar', 'required_field_bar'],
  };
  return (object: TypedObject, version) => {
    const type = types.node({ namedType: typeName(version) });
    if (object.type === type) return object;
    const [from, to] = names[version] ?? [];
    if (from === undefined || to === undefined) return undefined;
    const { value } = object;
    if (version === 'v1' && (!isJsonObject(value) || !(from in value))) throw new Error('missing required field bar');
    if (!isJsonObject(value)) return { type, value };
    return { type, value: Object.fromEntries(Object.entries(value).map(([k, v]) => [k === from ? to : k, v])) };
  };
}
