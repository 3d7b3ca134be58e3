import type { GroupVersionKind } from '@flux19/objects';
import type { OpenApiNode } from './facts.ts';

/** The definition with an OpenAPI name such as `io.k8s.api.apps.v1.Deployment`: v3 form with `$ref`s to other definitions and with defaults. */
export function builtinDefinition(_name: string): OpenApiNode | undefined {
  throw new Error('not built yet');
}

/** All definition names, sorted. */
export function builtinDefinitionNames(): readonly string[] {
  throw new Error('not built yet');
}

/** The definition name of a kind. */
export function builtinDefinitionName(_kind: GroupVersionKind): string | undefined {
  throw new Error('not built yet');
}

/** Names of the definitions that the OpenAPI v3 document of a group and version holds, sorted; empty for unknown ones. */
export function builtinDefinitionsOf(_group: string, _version: string): readonly string[] {
  throw new Error('not built yet');
}

/** A definition as `/openapi/v2` prints it, references `#/definitions/…`, no descriptions. */
export function openApiV2Definition(_name: string): OpenApiNode | undefined {
  throw new Error('not built yet');
}

/** A definition as `/openapi/v3/apis/<group>/<version>` prints it, references `#/components/schemas/…`, no descriptions. */
export function openApiV3Definition(_name: string): OpenApiNode | undefined {
  throw new Error('not built yet');
}
