export { builtinSchema } from './builtin-schema.ts';
export {
  builtinDefinition,
  builtinDefinitionName,
  builtinDefinitionNames,
  builtinDefinitionsOf,
  openApiV2Definition,
  openApiV3Definition,
} from './definitions.ts';
export type { GroupFacts, OpenApiNode, ResourceFacts, SubresourceFacts } from './facts.ts';
export { builtinGroups, builtinResources } from './resources.ts';
