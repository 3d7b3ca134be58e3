import { Composer } from './composer.ts';
import { FieldLocator } from './field-locator.ts';
import { LineIndex } from './line-index.ts';
import { readEvents } from './read-events.ts';
import type { ReadOptions } from './read-options.ts';
import { toYamlError } from './syntax-error.ts';
import { YamlError } from './yaml-error.ts';
import type { YamlValue } from './yaml-value.ts';

/** One document of a stream. */
export interface YamlDocument<Value extends YamlValue = YamlValue> {
  readonly value: Value;
  /** 1-based line of the first content. */
  readonly line: number;
  readonly file?: string | undefined;
  /** 1-based line of the field (its key) or item at `path`; undefined when there is none. The text is read again at the first call only. */
  lineOf(path: readonly (string | number)[]): number | undefined;
}

const defaultMaxLength = 64 * 1024 * 1024;
const defaultMaxDepth = 500;
const defaultMaxAliasedValues = 100_000;

/** Reads the only document of a text; an empty text is null. Throws {@link YamlError}, also for a second document. */
export function parseYaml(text: string, options: ReadOptions = {}): YamlValue {
  const documents = parseDocuments(text, options);
  const second = documents[1];
  if (second !== undefined) {
    throw new YamlError('expected a single document', { file: options.file, line: second.line });
  }
  return documents[0]?.value ?? null;
}

/** Reads every document of a stream; empty ones are left out. Throws {@link YamlError}. */
export function parseDocuments(text: string, options: ReadOptions = {}): YamlDocument[] {
  const { file, maxLength = defaultMaxLength, maxDepth = defaultMaxDepth } = options;
  if (text.length > maxLength) {
    throw new YamlError(`text of ${text.length} characters is longer than the ${maxLength} accepted`, { file });
  }
  let readSource = text;
  try {
    const { source, events } = readEvents(text, maxDepth);
    readSource = source;
    const lines = new LineIndex(source);
    const { dialect = 'sigs', maxAliasedValues = defaultMaxAliasedValues, onDuplicateKey } = options;
    const tell = onDuplicateKey && ((key: string, offset: number) => onDuplicateKey(key, lines.at(offset).line));
    const composer = new Composer(source, events, { dialect, maxAliasedValues, onDuplicateKey: tell });
    return compose(composer, new FieldLocator(source, maxDepth), file);
  } catch (thrown) {
    throw toYamlError(thrown, readSource, file);
  }
}

function compose(composer: Composer, locator: FieldLocator, file: string | undefined): YamlDocument[] {
  const documents: YamlDocument[] = [];
  const lines = new LineIndex(composer.source);
  for (let number = 0; composer.hasDocument; number++) {
    const { value, start } = composer.readDocument();
    // Only a document without content has no start, and it is left out.
    if (value === null || start === undefined) continue;
    documents.push({
      value,
      line: lines.at(start).line,
      ...(file === undefined ? {} : { file }),
      lineOf: (path) => locator.lineOf(number, path),
    });
  }
  return documents;
}
