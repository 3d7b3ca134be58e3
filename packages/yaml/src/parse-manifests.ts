import { parseDocuments, type YamlDocument } from './parse-documents.ts';
import type { ReadOptions } from './read-options.ts';
import { YamlError } from './yaml-error.ts';
import type { YamlMapping, YamlValue } from './yaml-value.ts';

/** Reads documents that must be mappings with `apiVersion` and `kind`, as manifests are. Throws YamlError. */
export function parseManifests(text: string, options: ReadOptions = {}): YamlDocument<YamlMapping>[] {
  return parseDocuments(text, options).map(requireManifest);
}

function requireManifest(document: YamlDocument): YamlDocument<YamlMapping> {
  const { value, line, file } = document;
  if (!isMapping(value)) {
    const hint = 'a manifest is a mapping with apiVersion, kind and metadata';
    throw new YamlError('a document is not a mapping', { file, line }, { hint });
  }
  for (const field of ['apiVersion', 'kind']) {
    if (typeof value[field] === 'string' && value[field] !== '') continue;
    const hint = 'every manifest names its apiVersion and kind';
    throw new YamlError(`${field} is missing or no string`, { file, line }, { hint });
  }
  return { ...document, value };
}

function isMapping(value: YamlValue): value is YamlMapping {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
