import { readEvents } from '../read-events.ts';
import type { ReadOptions } from '../read-options.ts';
import { toYamlError } from '../syntax-error.ts';
import { YamlError } from '../yaml-error.ts';
import { composeSources } from './compose-sources.ts';
import { listScalars } from './list-scalars.ts';
import { replacementOf } from './replacement.ts';
import type { ScalarEdit } from './scalar-site.ts';

/** The bounds of the reader. */
const defaultMaxLength = 64 * 1024 * 1024;
const defaultMaxDepth = 500;

/** How a text is edited, besides the bounds of reading it. */
export interface EditOptions extends Pick<ReadOptions, 'file' | 'maxLength' | 'maxDepth'> {
  /** A text without this is returned as it is, without being read: reading for edits is slow. */
  readonly mark?: string;
}

/**
 * Changes scalar values of a text and nothing else: every byte outside of them stays, quotes too, which are added only where a plain value
 * would be read as another type. Keys and aliases are not offered. Throws {@link YamlError}.
 */
export function editScalars(text: string, edit: ScalarEdit, options: EditOptions = {}): string {
  const { file, mark, maxLength = defaultMaxLength, maxDepth = defaultMaxDepth } = options;
  if (mark !== undefined && !text.includes(mark)) return text;
  if (text.length > maxLength) {
    throw new YamlError(`text of ${text.length} characters is longer than the ${maxLength} accepted`, { file });
  }
  checkSyntax(text, maxDepth, file);
  let out = '';
  let copied = 0;
  for (const scalar of listScalars(text, composeSources(text, file))) {
    const value = edit(scalar.site);
    if (value === undefined || value === scalar.site.value) continue;
    out += text.slice(copied, scalar.start) + replacementOf(scalar, value, text);
    copied = scalar.end;
  }
  return out + text.slice(copied);
}

/** By the parser of the reader, whose bounds and messages are the same for all. */
function checkSyntax(text: string, maxDepth: number, file: string | undefined): void {
  try {
    readEvents(text, maxDepth);
  } catch (thrown) {
    throw toYamlError(thrown, text, file);
  }
}
