import { getKey, isJsonObject, type JsonObject, type JsonValue, setKey } from '@flux19/objects';
import table from './internal-types.generated.json' with { type: 'json' };

const types: Readonly<Record<string, string>> = table;

interface InternalField {
  /** As Go has it; `+` for a struct whose fields stand among those of the struct that holds it. */
  readonly name: string;
  readonly type: string;
}

/** Fields whose names in Go and in JSON differ in more than capital letters, in lower case. */
const jsonNames: Readonly<Record<string, string>> = {
  deprecatedserviceaccount: 'serviceaccount',
  datadiskuri: 'diskuri',
  cephmonitors: 'monitors',
  rbdimage: 'image',
  rbdpool: 'pool',
  radosuser: 'user',
  endpointsname: 'endpoints',
  discoverychapauth: 'chapauthdiscovery',
  sessionchapauth: 'chapauthsession',
};

const parsed = new Map<string, readonly InternalField[]>();

function fieldsOf(type: string): readonly InternalField[] | undefined {
  const known = parsed.get(type);
  if (known !== undefined || !Object.hasOwn(types, type)) return known;
  const fields = (types[type] ?? '').split(';').map((word) => {
    const [name = '', fieldType = ''] = word.split(' ');
    return { name, type: fieldType };
  });
  parsed.set(type, fields);
  return fields;
}

/**
 * A value of the API as messages of kube-apiserver print it: with the fields of its internal Go type, such as
 * `core.PodTemplateSpec`, in their order, and with a null, a zero or an empty text for each that is not set.
 */
export function internalForm(type: string, value: JsonValue | undefined): JsonValue {
  if (type.startsWith('*')) return value === undefined ? null : internalForm(type.slice(1), value);
  if (type.startsWith('[]')) {
    return Array.isArray(value) ? value.map((item) => internalForm(type.slice(2), item)) : (value ?? null);
  }
  if (type.startsWith('{}')) return isJsonObject(value) ? sortedMap(type.slice(2), value) : null;
  const fields = fieldsOf(type);
  if (fields === undefined) return value === undefined ? zeroOf(type) : value;
  const result: JsonObject = {};
  addFields(result, fields, isJsonObject(value) ? value : {});
  return result;
}

function addFields(result: JsonObject, fields: readonly InternalField[], source: JsonObject): void {
  const names = new Map(Object.keys(source).map((name) => [name.toLowerCase(), name]));
  for (const { name, type } of fields) {
    if (name !== '+') {
      const lower = name.toLowerCase();
      const own = names.get(lower) ?? names.get(jsonNames[lower] ?? lower);
      setKey<JsonValue>(result, name, internalForm(type, own === undefined ? undefined : getKey(source, own)));
    } else if (type === 'meta.ObjectMeta') {
      addMetadata(result, source['metadata']);
    } else addFields(result, fieldsOf(type.replace(/^\*/, '')) ?? [], source);
  }
}

/** Metadata has JSON names in Go too, and leaves out what is not set. */
function addMetadata(result: JsonObject, metadata: JsonValue | undefined): void {
  if (!isJsonObject(metadata)) return;
  for (const name of metadataFields) {
    const value = metadata[name];
    if (value !== undefined) result[name] = isJsonObject(value) ? sortedMap('string', value) : value;
  }
}

const metadataFields =
  'name generateName namespace selfLink uid resourceVersion generation creationTimestamp deletionTimestamp deletionGracePeriodSeconds labels annotations ownerReferences finalizers'.split(
    ' ',
  );

/** Go prints maps by their keys. */
function sortedMap(type: string, value: JsonObject): JsonObject {
  const result: JsonObject = {};
  for (const key of Object.keys(value).toSorted()) setKey<JsonValue>(result, key, internalForm(type, value[key]));
  return result;
}

function zeroOf(type: string): JsonValue {
  if (type === 'string' || type === 'types.UID') return '';
  if (type === 'bool') return false;
  if (type === 'resource.Quantity') return '0';
  if (/^(u?int\d*|float\d*|intstr\.IntOrString)$/.test(type)) return 0;
  return type === 'meta.ObjectMeta' ? {} : null;
}
