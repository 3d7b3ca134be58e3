import type { JsonValue } from '@flux19/objects';
import { isJsonObject } from '@flux19/objects';
import { aggregatedDiscoveryType, isAggregated, readAggregated, texts } from './aggregated-discovery.ts';
import { groupVersionPath, readGroupVersions, readResourceList } from './legacy-discovery.ts';
import type { ResourceMapping } from './resource-mapping.ts';

/** Reads JSON from a path of the API server. */
export type ReadJson = (path: string, accept: string) => Promise<JsonValue>;

const groupsAtOnce = 8;

/**
 * Everything that the API server serves, the core group first. In two requests where the server can, else in one per group and
 * version; a group whose (aggregated) server is down is left out then, as kubectl does.
 */
export async function readResources(read: ReadJson): Promise<readonly ResourceMapping[]> {
  const [core, groups] = await Promise.all([
    read('/api', aggregatedDiscoveryType),
    read('/apis', aggregatedDiscoveryType),
  ]);
  if (isAggregated(core) && isAggregated(groups)) return [...readAggregated(core), ...readAggregated(groups)];
  const coreVersions = isJsonObject(core) ? texts(core['versions']) : [];
  return readEach([...coreVersions, ...readGroupVersions(groups)], read);
}

async function readEach(groupVersions: readonly string[], read: ReadJson): Promise<readonly ResourceMapping[]> {
  const found: ResourceMapping[][] = groupVersions.map(() => []);
  const failures: unknown[] = [];
  const left = groupVersions.entries();
  const worker = async (): Promise<void> => {
    for (const [index, groupVersion] of left) {
      try {
        found[index] = readResourceList(groupVersion, await read(groupVersionPath(groupVersion), 'application/json'));
      } catch (thrown) {
        failures.push(thrown);
      }
    }
  };
  await Promise.all(Array.from({ length: groupsAtOnce }, worker));
  if (failures.length > 0 && failures.length === groupVersions.length) throw failures[0];
  return found.flat();
}
