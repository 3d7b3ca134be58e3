/** Names an object of one of Flux's kinds; an absent namespace means that of the object which holds the reference. */
export interface CrossNamespaceObjectReference {
  readonly apiVersion?: string;
  readonly kind: string;
  /** `*` for every object of the kind, or those with `matchLabels`. */
  readonly name: string;
  readonly namespace?: string;
  readonly matchLabels?: Readonly<Record<string, string>>;
}
