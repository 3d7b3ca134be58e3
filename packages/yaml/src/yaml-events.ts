// The only door to js-yaml: its parser is used for events, everything that gives them meaning is ours.
import * as jsYaml from 'js-yaml';

/** One step of the parser; offsets point into the text that was read. */
export type Event = jsYaml.Event;
/** A scalar as it is written. */
export type ScalarEvent = jsYaml.ScalarEvent;

/** Kinds of events. */
export const EVENT_ID: typeof jsYaml.EVENT_ID = jsYaml.EVENT_ID;
/** Ways to write a scalar. */
export const SCALAR_STYLE: typeof jsYaml.SCALAR_STYLE = jsYaml.SCALAR_STYLE;
/** Ways to write a collection. */
export const COLLECTION_STYLE: typeof jsYaml.COLLECTION_STYLE = jsYaml.COLLECTION_STYLE;
/** Text of a scalar without quotes, indentation and escapes. */
export const getScalarValue: typeof jsYaml.getScalarValue = jsYaml.getScalarValue;
/** Reads a text into events. Throws {@link SyntaxFault}. */
export const parseEvents: typeof jsYaml.parseEvents = jsYaml.parseEvents;

/** Where the parser gave up: 0-based line and column. */
export interface SyntaxFault {
  readonly reason: string;
  readonly mark?: { readonly position: number; readonly line: number; readonly column: number } | undefined;
}

/** The parser's complaint in what was thrown, undefined for anything else. */
export function syntaxFault(thrown: unknown): SyntaxFault | undefined {
  return thrown instanceof jsYaml.YAMLException ? thrown : undefined;
}
