/** Kubernetes' messages on a name; empty when it is valid. */
export type NameCheck = (value: string) => string[];
