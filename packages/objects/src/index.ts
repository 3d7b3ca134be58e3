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
export { computeStatus, type StatusOptions } from './kstatus/compute-status.ts';
export type { ObjectStatus, Status, StatusCondition } from './kstatus/object-status.ts';
export {
  isCIdentifier,
  isConfigMapKey,
  isEnvVarName,
  isHttpHeaderName,
  isRelaxedEnvVarName,
  isValidPercent,
} from './names/data-names.ts';
export {
  isDns1035Label,
  isDns1123Label,
  isDns1123Subdomain,
  isDns1123SubdomainCaseless,
  isDns1123SubdomainWithUnderscore,
  isWildcardDns1123Subdomain,
} from './names/dns-names.ts';
export { isQualifiedName, isValidLabelValue } from './names/label-names.ts';
export { isPathSegmentName, isPathSegmentPrefix } from './names/path-segment-names.ts';
export { isValidPortName, isValidPortNumber } from './names/port-names.ts';
export { formatQuantity } from './quantities/format-quantity.ts';
export { parseQuantity } from './quantities/parse-quantity.ts';
export { type Quantity, QuantityError, type QuantityFormat } from './quantities/quantity.ts';
export {
  addQuantities,
  compareQuantities,
  quantityToNumber,
  quantityValue,
  subtractQuantities,
} from './quantities/quantity-arithmetic.ts';
export {
  type FieldRequirement,
  type FieldSelector,
  formatFieldSelector,
  matchesFields,
  parseFieldSelector,
} from './selectors/field-selector.ts';
export { labelRequirement } from './selectors/label-requirement.ts';
export {
  formatLabelSelector,
  type LabelOperator,
  type LabelRequirement,
  type LabelSelector,
  matchesLabels,
} from './selectors/label-selector.ts';
export {
  type LabelSelectorExpression,
  type LabelSelectorObject,
  labelSelectorFromObject,
} from './selectors/label-selector-from-object.ts';
export { parseLabelSelector } from './selectors/parse-label-selector.ts';
export { SelectorError } from './selectors/selector-error.ts';
export type { StructuralSchema, ValidationRule } from './structural-schema.ts';
export { quoteGo } from './text/quote-go.ts';
