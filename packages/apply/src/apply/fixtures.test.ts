import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { suite, test } from 'node:test';
import { sharedDataFolder } from '@flux19/conformance';
import type { KubeObject } from '@flux19/objects';
import { parseManifests } from '@flux19/yaml';
import { startTestTarget, type TestTarget } from '../testing/test-target.ts';

/** The manifests of Flux's own tests of apply, read where they are: https://github.com/fluxcd/pkg/tree/main/ssa/testdata */
const shared = sharedDataFolder(process.env) ?? '';
const folders = ['flux-fixtures/pkg/ssa/testdata', 'flux-fixtures/pkg/ssa/jsondiff/testdata'].map((path) =>
  join(shared, path),
);
const skip = folders.every((folder) => existsSync(folder)) ? false : 'the shared data folder is absent';
const files = skip === false ? folders.flatMap((folder) => readdirSync(folder).map((name) => join(folder, name))) : [];

/** Not whole by themselves: Flux's tests change them first, or wait in between. */
const refused: Readonly<Record<string, RegExp>> = {
  'testdata/test7.yaml': /\.metadata\.labels\.labeled: expected string/,
  'testdata/test11.yaml': /must be spec\.names\.plural\+"\."\+spec\.group/,
};

const objectsOf = (file: string): readonly KubeObject[] =>
  parseManifests(readFileSync(file, 'utf8').replaceAll('%[1]s', 'fixture')).map(
    ({ value }) => value as unknown as KubeObject,
  );

suite("Flux's fixtures of applies", { skip }, () => {
  for (const file of files) {
    const name = file.slice(file.indexOf('/ssa/') + 5);
    const pattern = refused[name];
    test(`${name} is ${pattern === undefined ? 'applied, and unchanged the second time' : 'refused with the reason'}`, async () => {
      const target = startTestTarget();
      try {
        const objects = await placed(objectsOf(file), target);
        if (pattern !== undefined) {
          await assert.rejects(target.apply(objects), pattern);
          return;
        }
        const first = await applied(objects, target);
        assert.equal(first.filter((line) => line.endsWith(' created')).length, objects.length, first.join('\n'));
        const second = await target.apply(objects);
        assert.doesNotMatch(second, /created|configured/);
      } finally {
        target.close();
      }
    });
  }
});

/** Everything in a namespace that exists. */
async function placed(objects: readonly KubeObject[], { client, signal }: TestTarget): Promise<readonly KubeObject[]> {
  const own = new Set(objects.flatMap(({ kind, metadata }) => (kind === 'Namespace' ? [metadata.name] : [])));
  const result = objects.map((object) => {
    const isCommon = /^(?:ConfigMap|Secret|Service|Deployment)$/.test(object.kind);
    const { namespace = isCommon ? 'default' : undefined, ...metadata } = object.metadata;
    return { ...object, metadata: { ...metadata, ...(namespace === undefined ? {} : { namespace }) } };
  });
  const wanted = new Set(result.flatMap(({ metadata }) => metadata.namespace ?? []));
  for (const name of wanted) {
    if (own.has(name) || name === 'default') continue;
    await client.create({ apiVersion: 'v1', kind: 'Namespace', metadata: { name } }, {}, signal);
  }
  return result;
}

/** What was done to objects, stage by stage: those of a kind come after its definition. */
async function applied(objects: readonly KubeObject[], target: TestTarget): Promise<readonly string[]> {
  const lines: string[] = [];
  for (let pass = 0; pass < 2; pass += 1) {
    lines.push(...(await target.apply(objects)).split('\n'));
    await new Promise((done) => setImmediate(done));
  }
  return lines;
}
