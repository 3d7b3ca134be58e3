import { ComposeFault } from './compose-fault.ts';
import { LineIndex } from './line-index.ts';
import { YamlError } from './yaml-error.ts';
import { syntaxFault } from './yaml-events.ts';

/** What to try for the parser's complaints that people meet most, by a part of its text. */
const hints: readonly (readonly [part: string, hint: string])[] = [
  ['tab characters', 'indent with spaces'],
  ['bad indentation of a mapping entry', 'align the key with its neighbours, or quote a value that contains ": "'],
  ['bad indentation of a sequence entry', 'align the "-" with the other items'],
  ['multiline key', 'a key needs ": " after it on the same line'],
  ['end of the stream or a document separator', 'align the line with its neighbours, or quote the value'],
  ['deficient indentation', 'indent the lines inside brackets and quotes'],
  ['flow collection', 'close the bracket, or quote a value that starts with one'],
  ['quoted scalar', 'close the quote'],
  ['expected the node content', 'a value that starts with one of ,[]{}%@` must be quoted'],
  ['cannot start', 'a value that starts with one of %@` must be quoted'],
  ['unknown escape', 'use single quotes, in which a backslash stands for itself'],
  ['null byte', 'the file is not text; it may be UTF-16 or binary'],
  ['non-printable', 'the file holds control characters; it may be binary'],
  ['maxDepth', 'the nesting is deeper than is accepted'],
];

/** Turns what reading threw into a YamlError with position and hint; anything unexpected passes unchanged. */
export function toYamlError(thrown: unknown, text: string, file: string | undefined): unknown {
  if (thrown instanceof ComposeFault) {
    const position = thrown.offset < 0 ? {} : new LineIndex(text).at(thrown.offset);
    return new YamlError(thrown.message, { file, ...position }, { cause: thrown, hint: thrown.hint });
  }
  const fault = syntaxFault(thrown);
  if (fault === undefined) return thrown;
  const { reason, mark } = fault;
  const hint = hints.find(([part]) => reason.includes(part))?.[1];
  const position = mark === undefined ? {} : { line: mark.line + 1, column: mark.column + 1 };
  return new YamlError(reason, { file, ...position }, { cause: thrown, hint });
}
