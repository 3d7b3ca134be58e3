import type { Document, ParsedNode } from 'yaml';
import { YamlError } from '../yaml-error.ts';
import { yamlPackage } from './yaml-package.ts';

/** A document whose nodes carry positions and source tokens. */
export type SourceDocument = Document.Parsed;

/**
 * Composes every document of a text. All scalars stay strings, as they are written: their types do not matter here, and duplicate keys are
 * the reader's affair. Throws {@link YamlError}.
 */
export function composeSources(text: string, file: string | undefined): SourceDocument[] {
  const { Composer, Parser } = yamlPackage();
  const composer = new Composer<ParsedNode>({
    schema: 'failsafe',
    keepSourceTokens: true,
    uniqueKeys: false,
    strict: false,
    logLevel: 'silent',
  });
  const documents: SourceDocument[] = [];
  for (const document of composer.compose(new Parser().parse(text))) {
    const [error] = document.errors;
    if (error !== undefined) throw new YamlError(error.message, { file }, { cause: error });
    documents.push(document);
  }
  return documents;
}
