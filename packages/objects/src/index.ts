export { formatApiVersion, groupVersionKind, parseApiVersion } from './identity/group-version-kind.ts';
export { InventoryIdError, inventoryId, parseInventoryId } from './identity/inventory-id.ts';
export type {
  Condition,
  GroupVersionKind,
  GroupVersionResource,
  KubeObject,
  ManagedFieldsEntry,
  ObjectMeta,
  OwnerReference,
} from './identity/kube-object.ts';
export { formatObject, type ObjectReference, objectReference } from './identity/object-reference.ts';
export { deepCopy } from './json/deep-copy.ts';
export { deepEqual } from './json/deep-equal.ts';
export { isJsonObject } from './json/is-json-object.ts';
export type { JsonObject, JsonValue } from './json/json-value.ts';
export { getKey, setKey } from './json/keys.ts';
export { parseJson } from './json/parse-json.ts';
export { printJson } from './json/print-json.ts';
export { computeStatus } from './kstatus/compute-status.ts';
export type { ObjectStatus, Status, StatusCondition } from './kstatus/object-status.ts';
export { type Quantity, QuantityError, type QuantityFormat } from './quantities/quantity.ts';
export {
  addQuantities,
  compareQuantities,
  formatQuantity,
  parseQuantity,
  quantityValue,
  subtractQuantities,
} from './quantities/stub.ts';
export {
  type LabelOperator,
  type LabelRequirement,
  type LabelSelector,
  SelectorError,
} from './selectors/label-selector.ts';
export {
  type FieldRequirement,
  type FieldSelector,
  formatFieldSelector,
  formatLabelSelector,
  type LabelSelectorObject,
  labelSelectorFromObject,
  matchesFields,
  matchesLabels,
  parseFieldSelector,
  parseLabelSelector,
} from './selectors/stub.ts';
export type { StructuralSchema, ValidationRule } from './structural-schema.ts';
