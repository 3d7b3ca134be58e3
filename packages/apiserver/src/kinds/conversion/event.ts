import { type JsonObject, type JsonValue, type KubeObject, setKey } from '@flux19/objects';
import { asJson, asKubeObject } from '../../json/fields.ts';

/** Names of the same fields in the core group and in events.k8s.io. */
const names: readonly (readonly [core: string, events: string])[] = [
  ['involvedObject', 'regarding'],
  ['message', 'note'],
  ['source', 'deprecatedSource'],
  ['firstTimestamp', 'deprecatedFirstTimestamp'],
  ['lastTimestamp', 'deprecatedLastTimestamp'],
  ['count', 'deprecatedCount'],
  ['reportingComponent', 'reportingController'],
];
const toEvents: ReadonlyMap<string, string> = new Map(names);
const toCore: ReadonlyMap<string, string> = new Map(names.map(([core, events]) => [events, core]));

/** An event of the core group as events.k8s.io has it, or the other way round. */
export function convertEvent(event: KubeObject, apiVersion: string): KubeObject {
  const renamed = apiVersion === 'v1' ? toCore : toEvents;
  const result: JsonObject = {};
  for (const [key, value] of Object.entries(asJson(event))) {
    if (value !== undefined) setKey<JsonValue>(result, renamed.get(key) ?? key, value);
  }
  result['apiVersion'] = apiVersion;
  // Who reports is printed in the core group even when nobody does.
  const reporter = apiVersion === 'v1' ? 'reportingComponent' : 'reportingController';
  for (const key of [reporter, 'reportingInstance']) {
    if (apiVersion === 'v1') result[key] ??= '';
    else if (result[key] === '') delete result[key];
  }
  return asKubeObject(result);
}
