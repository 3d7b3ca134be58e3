import { readFileSync } from 'node:fs';
import type { KubeObject } from '@flux19/objects';
import { parseManifests } from '@flux19/yaml';
import { fillTemplate } from './cli-cases.ts';
import type { TestCluster } from './test-cluster.ts';

/** Creates the objects of a file, whose Go template takes the variables. */
export async function createFile(
  cluster: TestCluster,
  path: string,
  variables: Readonly<Record<string, string>>,
): Promise<void> {
  const documents = parseManifests(fillTemplate(readFileSync(path, 'utf8'), variables));
  await cluster.create(documents.map(({ value }) => value as unknown as KubeObject));
}
