export { type EditOptions, editScalars } from './edit/edit-scalars.ts';
export type { ScalarEdit, ScalarSite } from './edit/scalar-site.ts';
export { parseDocuments, parseYaml, type YamlDocument } from './parse-documents.ts';
export { parseManifests } from './parse-manifests.ts';
export { type PrintOptions, printDocuments, printYaml } from './print-yaml.ts';
export type { ReadOptions } from './read-options.ts';
export { YamlError, type YamlPosition } from './yaml-error.ts';
export type { YamlDialect, YamlMapping, YamlValue } from './yaml-value.ts';
