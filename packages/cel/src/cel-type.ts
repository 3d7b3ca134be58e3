/** A type as the checker sees it. `object` names a type whose fields the declaring side knows. */
export type CelType =
  | { readonly kind: SimpleKind }
  | { readonly kind: 'type'; readonly of?: CelType }
  | { readonly kind: 'list'; readonly element: CelType }
  | { readonly kind: 'map'; readonly key: CelType; readonly value: CelType }
  | { readonly kind: 'optional'; readonly value: CelType }
  | { readonly kind: 'opaque'; readonly name: string }
  | { readonly kind: 'object'; readonly name: string; readonly fields: ReadonlyMap<string, CelType> }
  /** A type that a call decides: the `T` of `list(T)`. Only in signatures. */
  | { readonly kind: 'param'; readonly name: string };

/** Types without parts. `error` is the type of what did not pass the check. */
export type SimpleKind =
  | 'dyn'
  | 'null'
  | 'bool'
  | 'int'
  | 'uint'
  | 'double'
  | 'string'
  | 'bytes'
  | 'duration'
  | 'timestamp'
  | 'error';

/** Any type; what it is shows when the expression is evaluated. */
export const dynType: CelType = { kind: 'dyn' };
