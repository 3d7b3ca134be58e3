import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import type { JsonObject, JsonValue } from '@flux19/objects';
import fc from 'fast-check';
import { startApi } from '../testing/api-client.ts';
import { collectionOf, nameOf, readRecorded, recordedGroups } from './recorded-objects.ts';

type Path = readonly (string | number)[];

/** Every place in a value that something could be taken away from. */
function placesIn(value: JsonValue | undefined, path: Path = []): Path[] {
  if (typeof value !== 'object' || value === null) return [];
  const keys = Array.isArray(value) ? [...value.keys()] : Object.keys(value);
  return keys.flatMap((key): Path[] => {
    const inner = [...path, key];
    return [inner, ...placesIn((value as Record<string | number, JsonValue>)[key], inner)];
  });
}

function without(object: JsonObject, paths: readonly Path[]): JsonObject {
  const copy = structuredClone(object);
  for (const path of paths) {
    let place: JsonValue | undefined = copy;
    for (const step of path.slice(0, -1)) place = (place as Record<string | number, JsonValue> | undefined)?.[step];
    const last = path.at(-1) ?? '';
    if (Array.isArray(place)) place.splice(Number(last), 1);
    else if (typeof place === 'object' && place !== null) delete place[String(last)];
  }
  return copy;
}

/** Kubernetes forgets who has applied an object that says nothing at all, so each says something. */
function labelled(object: JsonObject): JsonObject {
  const metadata = object['metadata'] as JsonObject;
  return { ...object, metadata: { labels: { own: 'label' }, ...metadata } };
}

const all = recordedGroups.flatMap((group) => readRecorded(group).map(({ object }) => labelled(object)));
/** Kubernetes itself changes these: it taints nodes when they are made, and writes the rules of aggregated roles. */
const objects = all.filter(({ kind, aggregationRule }) => kind !== 'Node' && aggregationRule === undefined);

/** An object of some kind that has lost some of its fields, and may be valid. */
const variants = fc.constantFrom(...objects).chain((object) => {
  const places = placesIn(object).filter(
    ([first]) => !['apiVersion', 'kind', 'metadata', 'status'].includes(String(first)),
  );
  return fc.subarray(places, { maxLength: Math.min(places.length, 4) }).map((paths) => without(object, paths));
});

suite('built-in kinds', () => {
  test('stay as they are when they are applied again, whatever fields they have', async () => {
    let accepted = 0;
    const property = fc.asyncProperty(variants, async (object) => {
      const api = startApi();
      const path = `${collectionOf(object)}/${nameOf(object)}?fieldManager=x`;
      const first = await api.apply(path, object);
      if (first.code >= 400) return;
      accepted++;
      assert.deepEqual((await api.apply(path, object)).body, first.body);
      const metadata = first.body['metadata'] as JsonObject;
      const { managedFields: _, ...rest } = metadata;
      assert.deepEqual((await api.put(path, { ...first.body, metadata: rest })).body['spec'], first.body['spec']);
    });
    await fc.assert(property, { numRuns: 300 });
    assert.ok(accepted > 50);
  });
});
