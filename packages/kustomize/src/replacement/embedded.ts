import { Notes } from '../reading/notes.ts';
import { readDocument } from '../reading/read-document.ts';
import { blankNull } from '../values/resolve-scalar.ts';
import type { Value } from '../values/value.ts';

/** A YAML or JSON document that is the text of a field, such as a file in a ConfigMap. */
export interface Embedded {
  readonly value: Value;
  readonly notes: Notes;
}

/** Reads the text of a field as a document. Throws SyntaxProblem. */
export function readEmbedded(text: string): Embedded {
  const notes = new Notes();
  return { value: readDocument(text, 'v3', notes)?.value ?? blankNull, notes };
}
