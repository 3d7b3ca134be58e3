import type { KubeObject } from '@flux19/objects';
import { printDocuments } from '@flux19/yaml';
import type { Resource } from '../resources/resource.ts';
import { plainValue } from '../values/value.ts';
import type { BuildResult, ResourceOrigin } from './kustomize-engine.ts';
import { resourceFiles } from './resource-files.ts';

/** The outcome of a build whose resources are finished. */
export function buildResult(list: readonly Resource[], warnings: readonly string[]): BuildResult {
  const resources = list.map((resource) => plainValue(resource.value ?? {}) as unknown as KubeObject);
  const origins = list.map(({ file, line }): ResourceOrigin | undefined =>
    file === undefined ? undefined : { file, line },
  );
  return { resources, origins, warnings, toYaml: () => printDocuments(resources), toFiles: () => resourceFiles(list) };
}
