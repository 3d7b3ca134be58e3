/** How Go's ObjectMeta and the types inside it look to encoding/json; error texts name these types. */
export type GoType =
  | { readonly kind: 'string' | 'int64' | 'bool' | 'time' | 'raw'; readonly name: string }
  | { readonly kind: 'map'; readonly name: string; readonly value: GoType }
  | { readonly kind: 'list'; readonly name: string; readonly element: GoType }
  | {
      readonly kind: 'struct';
      readonly name: string;
      /** Fields with whether they are written even when empty. */
      readonly fields: ReadonlyMap<string, { readonly type: GoType; readonly always?: boolean }>;
    };

const string: GoType = { kind: 'string', name: 'string' };
const uid: GoType = { kind: 'string', name: 'types.UID' };
const int64: GoType = { kind: 'int64', name: 'int64' };
const bool: GoType = { kind: 'bool', name: 'bool' };
const time: GoType = { kind: 'time', name: 'v1.Time' };
const texts: GoType = { kind: 'map', name: 'map[string]string', value: string };

const ownerReference: GoType = {
  kind: 'struct',
  name: 'v1.OwnerReference',
  fields: new Map([
    ['apiVersion', { type: string, always: true }],
    ['kind', { type: string, always: true }],
    ['name', { type: string, always: true }],
    ['uid', { type: uid, always: true }],
    ['controller', { type: bool }],
    ['blockOwnerDeletion', { type: bool }],
  ]),
};

const managedFieldsEntry: GoType = {
  kind: 'struct',
  name: 'v1.ManagedFieldsEntry',
  fields: new Map([
    ['manager', { type: string }],
    ['operation', { type: { kind: 'string', name: 'v1.ManagedFieldsOperationType' } }],
    ['apiVersion', { type: string }],
    ['time', { type: time }],
    ['fieldsType', { type: string }],
    ['fieldsV1', { type: { kind: 'raw', name: 'v1.FieldsV1' } }],
    ['subresource', { type: string }],
  ]),
};

/** metav1.ObjectMeta. */
export const objectMetaType: GoType = {
  kind: 'struct',
  name: 'v1.ObjectMeta',
  fields: new Map([
    ['name', { type: string }],
    ['generateName', { type: string }],
    ['namespace', { type: string }],
    ['selfLink', { type: string }],
    ['uid', { type: uid }],
    ['resourceVersion', { type: string }],
    ['generation', { type: int64 }],
    ['creationTimestamp', { type: time }],
    ['deletionTimestamp', { type: time }],
    ['deletionGracePeriodSeconds', { type: int64 }],
    ['labels', { type: texts }],
    ['annotations', { type: texts }],
    ['ownerReferences', { type: { kind: 'list', name: '[]v1.OwnerReference', element: ownerReference } }],
    ['finalizers', { type: { kind: 'list', name: '[]string', element: string } }],
    ['managedFields', { type: { kind: 'list', name: '[]v1.ManagedFieldsEntry', element: managedFieldsEntry } }],
  ]),
};
