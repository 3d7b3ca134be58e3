export { formatIpAddress, type IpAddress, isIpv4Mapped, parseIpAddress } from './addresses/ip-address.ts';
export { isRequestUri } from './addresses/request-uri.ts';
export { CelError, type CelFailure } from './cel-error.ts';
export { type CelType, dynType } from './cel-type.ts';
export type { StructTypes } from './check/environment.ts';
export {
  type CelCompileOptions,
  type CelEvaluateOptions,
  type CelOutcome,
  type CelProgram,
  compileCel,
} from './compile-cel.ts';
export type { SizeLookup } from './cost/estimate-cost.ts';
export { fromJson } from './json/from-json.ts';
export { toJson } from './json/to-json.ts';
export { type AccessAnswer, type AccessQuestion, type AskAccess, Authorizer, ResourceCheck } from './values/access.ts';
export { valuesEqual } from './values/equality.ts';
export { Fault, noSuchOverload } from './values/fault.ts';
export { ArrayList, CelList } from './values/list.ts';
export { CelMap } from './values/map.ts';
export { Opaque } from './values/opaque.ts';
export { none, Optional } from './values/optional.ts';
export { StructValue } from './values/struct.ts';
export { Duration, parseDuration, parseTimestamp, Timestamp } from './values/time.ts';
export type { Value } from './values/value.ts';
