// Objects with one field changed, and what kube-apiserver 1.37 says to them; see docs/conformance.md.
import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import type { JsonObject, JsonValue } from '@flux19/objects';
import { startApi, type TestApi } from '../testing/api-client.ts';
import { collectionOf, nameOf, type Recorded, readRecorded, recordedGroups } from './recorded-objects.ts';

function changed(object: JsonObject, path: string, value: JsonValue): JsonObject {
  const copy = structuredClone(object);
  const steps = path.split('.');
  const last = steps.pop() ?? '';
  let place = copy as Record<string, JsonValue>;
  for (const step of steps) place = place[step] as Record<string, JsonValue>;
  if (value !== null) place[last] = value;
  else if (Array.isArray(place)) place.splice(Number(last), 1);
  else delete place[last];
  return copy;
}

function messageOf(body: JsonObject): string {
  const message = String(body['message']);
  return message.slice(message.indexOf(' is invalid: ') + ' is invalid: '.length);
}

async function refusals(api: TestApi, { object, create, update }: Recorded): Promise<[string, string][]> {
  const url = collectionOf(object);
  const results: [string, string][] = [];
  for (const [path, value, message] of create) {
    const { body } = await api.post(`${url}?dryRun=All`, changed(object, path, value));
    results.push([`create ${path}: ${message}`, `create ${path}: ${messageOf(body)}`]);
  }
  if (update.length === 0) return results;
  const own = `${url}/${nameOf(object)}`;
  let { body: stored } = await api.post(url, object);
  if (object['status'] !== undefined) {
    ({ body: stored } = await api.put(`${own}/status`, { ...stored, status: object['status'] }));
  }
  for (const [path, value, message] of update) {
    const { body } = await api.put(own, changed(stored, path, value));
    results.push([`update ${path}: ${message}`, `update ${path}: ${messageOf(body)}`]);
  }
  return results;
}

suite('built-in kinds refuse as kube-apiserver', () => {
  for (const group of recordedGroups) {
    test(group, async () => {
      for (const recorded of readRecorded(group)) {
        const results = await refusals(startApi(), recorded);
        const [wanted, found] = [results.map(([text]) => text), results.map(([, text]) => text)];
        assert.deepEqual(found, wanted, String(recorded.object['kind']));
      }
    });
  }
});
