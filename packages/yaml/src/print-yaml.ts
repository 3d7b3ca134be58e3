import type { YamlDialect } from './yaml-value.ts';

/** How values are printed. */
export interface PrintOptions {
  /** Default `sigs`. */
  readonly dialect?: YamlDialect | undefined;
  /** Sort keys in Go's natural order; default true. False keeps the order of the object. */
  readonly sortKeys?: boolean | undefined;
}

/** Prints one value as sigs.k8s.io/yaml's Marshal does, with a final line feed. `undefined` fields are left out. */
export function printYaml(_value: unknown, _options: PrintOptions = {}): string {
  throw new Error('not yet');
}

/** Prints values as a stream joined by `---`, as `kustomize build` does. */
export function printDocuments(_values: readonly unknown[], _options: PrintOptions = {}): string {
  throw new Error('not yet');
}
