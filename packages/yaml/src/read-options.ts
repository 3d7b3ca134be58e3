import type { YamlDialect } from './yaml-value.ts';

/** How a text is read. All bounds have safe defaults; they guard against texts made to exhaust memory or the stack. */
export interface ReadOptions {
  /** Name shown in errors and carried by documents. */
  readonly file?: string | undefined;
  /** Default `sigs`. */
  readonly dialect?: YamlDialect | undefined;
  /** Largest accepted text in UTF-16 units; default 64 Mi. */
  readonly maxLength?: number | undefined;
  /** Deepest accepted nesting; default 100. */
  readonly maxDepth?: number | undefined;
  /** Told of a key that a mapping has already, and of its line, 1-based; the last value counts then. Without it such a key is an error. */
  readonly onDuplicateKey?: ((key: string, line: number) => void) | undefined;
  /** How many values aliases and merges may add in one document, counted after expansion; default 100 000. */
  readonly maxAliasedValues?: number | undefined;
}
