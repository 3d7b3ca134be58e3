export { builtinSchema } from './builtin-schema.ts';
export {
  builtinDefinitionName,
  builtinDefinitionNames,
  builtinDefinitionsOf,
} from './definitions.ts';
export type { GroupFacts, OpenApiNode, ResourceFacts, SubresourceFacts } from './facts.ts';
export { internalForm } from './internal-form.ts';
export { builtinDefinition, openApiV2Definition, openApiV3Definition } from './open-api.ts';
export { type ProtobufField, protobufFields } from './protobuf-fields.ts';
export { builtinGroups, builtinResources } from './resources.ts';
