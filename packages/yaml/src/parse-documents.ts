import type { ReadOptions } from './read-options.ts';
import type { YamlMapping, YamlValue } from './yaml-value.ts';

/** One document of a stream. */
export interface YamlDocument<Value extends YamlValue = YamlValue> {
  readonly value: Value;
  /** 1-based line of the first content. */
  readonly line: number;
  readonly file?: string | undefined;
  /** 1-based line of the field (its key) or item at `path`; undefined when there is none. The text is read again at the first call only. */
  lineOf(path: readonly (string | number)[]): number | undefined;
}

/** Reads the only document of a text; an empty text is null. Throws {@link YamlError}, also for a second document. */
export function parseYaml(_text: string, _options: ReadOptions = {}): YamlValue {
  throw new Error('not yet');
}

/** Reads every document of a stream; empty ones are left out. Throws {@link YamlError}. */
export function parseDocuments(_text: string, _options: ReadOptions = {}): YamlDocument[] {
  throw new Error('not yet');
}

/** Reads documents that must be mappings with `apiVersion` and `kind`, as manifests are. Throws {@link YamlError}. */
export function parseManifests(_text: string, _options: ReadOptions = {}): YamlDocument<YamlMapping>[] {
  throw new Error('not yet');
}
