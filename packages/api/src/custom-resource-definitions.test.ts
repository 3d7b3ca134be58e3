import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { suite, test } from 'node:test';
import { fluxCustomResourceDefinitions } from '@flux19/api';
import { sharedDataFolder } from '@flux19/conformance';
import { parseDocuments } from '@flux19/yaml';
import { withoutDescriptions } from './without-descriptions.ts';

const shared = sharedDataFolder(process.env);

suite('custom resource definitions', () => {
  test('are the fifteen of Flux, none with a description', () => {
    const definitions = fluxCustomResourceDefinitions();
    assert.equal(definitions.length, 15);
    for (const definition of definitions) {
      assert.equal(definition.kind, 'CustomResourceDefinition');
      assert.equal(definition.metadata.annotations?.['kustomize.toolkit.fluxcd.io/substitute'], 'disabled');
    }
    assert.doesNotMatch(JSON.stringify(definitions), /"description":"/);
  });

  test('are new objects on every call', () => {
    const [first] = fluxCustomResourceDefinitions();
    if (first !== undefined) first.metadata.name = 'changed';
    assert.notEqual(fluxCustomResourceDefinitions()[0]?.metadata.name, 'changed');
  });

  test('equal the definitions of Flux but for descriptions', { skip: shared === undefined && 'no shared data' }, () => {
    const folder = join(shared ?? '', 'flux-crds');
    const files = globSync('*.yaml', { cwd: folder }).toSorted();
    const originals = files.flatMap((file) =>
      parseDocuments(readFileSync(join(folder, file), 'utf8')).map(({ value }) => value),
    );
    assert.deepEqual(fluxCustomResourceDefinitions(), originals.map(withoutDescriptions));
  });
});
