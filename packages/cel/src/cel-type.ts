/** A type as the checker sees it. `object` names a type whose fields the declaring side knows. */
export type CelType =
  | {
      readonly kind:
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
        | 'type';
    }
  | { readonly kind: 'list'; readonly element: CelType }
  | { readonly kind: 'map'; readonly key: CelType; readonly value: CelType }
  | { readonly kind: 'optional'; readonly value: CelType }
  | { readonly kind: 'opaque'; readonly name: string }
  | { readonly kind: 'object'; readonly name: string; readonly fields: ReadonlyMap<string, CelType> };

export const dynType: CelType = { kind: 'dyn' };
