export type { JsonObject, JsonValue } from './json.ts';
export type {
  Condition,
  GroupVersionKind,
  GroupVersionResource,
  KubeObject,
  ManagedFieldsEntry,
  ObjectMeta,
  OwnerReference,
} from './kube-object.ts';
export type { StructuralSchema, ValidationRule } from './structural-schema.ts';
