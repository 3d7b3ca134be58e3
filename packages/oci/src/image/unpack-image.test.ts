import assert from 'node:assert/strict';
import { mkdir, mkdtemp, readdir, readFile, readlink, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, suite, test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { mediaTypes } from '../content/media-types.ts';
import { digestOf } from '../reference/digest.ts';
import { registryFixture } from '../testing/registry-fixture.ts';
import { assembleImage, buildImage, jsonBlob } from './build-image.ts';
import type { BuiltImage } from './built-image.ts';
import type { ImageFile } from './image-file.ts';
import { layerFile } from './layer-file.ts';
import { pullImage } from './pull-image.ts';
import { pushImage } from './push-image.ts';
import { type UnpackLimits, unpackImage } from './unpack-image.ts';

const { signal } = new AbortController();
const app = { registry: 'registry.test', repository: 'team/app', tag: 'v1' };

function file(path: string, content: string, mode?: number): ImageFile {
  return { kind: 'file', path, content: Buffer.from(content), ...(mode === undefined ? {} : { mode }) };
}

/** An image of layers that nobody has checked. */
function rawImage(layers: readonly Uint8Array[]): BuiltImage {
  const blobs = layers.map((tar) => {
    const bytes = gzipSync(tar);
    return { descriptor: { mediaType: mediaTypes.ociLayerGzip, digest: digestOf(bytes), size: bytes.length }, bytes };
  });
  return assembleImage(jsonBlob(mediaTypes.ociConfig, { rootfs: {} }), blobs, undefined);
}

/** The tar of some entries, the first of which has its name or type changed afterwards. */
function tarOf(files: readonly ImageFile[], change: (header: Buffer) => void = () => undefined): Uint8Array {
  const blocks = files.flatMap(layerFile);
  const header = Buffer.from(blocks[0] ?? []);
  change(header);
  return Buffer.concat([header, ...blocks.slice(1), Buffer.alloc(1024)]);
}

suite('unpackImage', () => {
  let folder: string;
  let outside: string;
  beforeEach(async () => {
    outside = await mkdtemp(join(tmpdir(), 'flux19-unpack-'));
    folder = join(outside, 'root');
    await mkdir(folder);
  });
  afterEach(() => rm(outside, { recursive: true, force: true }));

  async function unpack(image: BuiltImage, limits: Partial<UnpackLimits> = {}): Promise<void> {
    const { client } = registryFixture();
    await pushImage(client, app, image, signal);
    const pulled = await pullImage(client, app, signal);
    await unpackImage(client, app, pulled.image, folder, signal, limits);
  }

  test('writes files, folders and links with their modes', async () => {
    const long = `${'long/'.repeat(30)}name.txt`;
    const files = [
      file('bin/run', '#!/bin/sh', 0o755),
      file(long, 'long'),
      { kind: 'link' as const, path: 'sh', target: 'bin/run' },
    ];
    await unpack(buildImage({ layers: [files] }));
    assert.equal(await readFile(join(folder, 'bin/run'), 'utf8'), '#!/bin/sh');
    assert.equal((await stat(join(folder, 'bin/run'))).mode & 0o777, 0o755);
    assert.equal(await readFile(join(folder, long), 'utf8'), 'long');
    assert.equal(await readlink(join(folder, 'sh')), 'bin/run');
  });

  test('lets upper layers replace and remove what is below', async () => {
    const lower = [file('a', '1'), file('b', '1'), file('c/d', '1'), file('e/f', '1'), file('e/g', '1')];
    const upper = [
      file('a', '2'),
      file('.wh.b', ''),
      file('c', 'now a file'),
      file('e/.wh..wh..opq', ''),
      file('e/g', '2'),
    ];
    await unpack(buildImage({ layers: [lower, upper] }));
    assert.deepEqual((await readdir(folder)).toSorted(), ['a', 'c', 'e']);
    assert.equal(await readFile(join(folder, 'a'), 'utf8'), '2');
    assert.equal(await readFile(join(folder, 'c'), 'utf8'), 'now a file');
    assert.deepEqual(await readdir(join(folder, 'e')), ['g']);
    assert.equal(await readFile(join(folder, 'e/g'), 'utf8'), '2');
  });

  test('writes nothing outside, whatever the names are', async () => {
    for (const name of ['../out', 'a/../../out', '..']) {
      const tar = tarOf([file('x'.repeat(name.length), 'evil')], (header) => header.write(name, 0, 'latin1'));
      await assert.rejects(unpack(rawImage([tar])), { reason: 'InvalidContent', message: /leads out/ }, name);
    }
    const absolute = tarOf([file('xxxx', 'evil')], (header) => header.write('/out', 0, 'latin1'));
    await unpack(rawImage([absolute]));
    assert.deepEqual(await readdir(outside), ['root']);
    assert.deepEqual(await readdir(folder), ['out']);
  });

  test('writes nothing through links, in one layer or two', async () => {
    const wayOut: ImageFile = { kind: 'link', path: 'way', target: '..' };
    const through = file('way/out', 'evil');
    await assert.rejects(unpack(rawImage([tarOf([wayOut, through])])), { reason: 'InvalidContent' });
    await assert.rejects(unpack(rawImage([tarOf([wayOut]), tarOf([through])])), { reason: 'InvalidContent' });
    assert.deepEqual(await readdir(outside), ['root']);
  });

  test('replaces a link instead of writing to where it leads', async () => {
    await writeFile(join(outside, 'kept'), 'kept');
    const wayOut: ImageFile = { kind: 'link', path: 'x', target: '../kept' };
    await unpack(rawImage([tarOf([wayOut]), tarOf([file('x', 'evil')])]));
    assert.equal(await readFile(join(outside, 'kept'), 'utf8'), 'kept');
    assert.equal(await readFile(join(folder, 'x'), 'utf8'), 'evil');
  });

  test('removes nothing outside through whiteouts', async () => {
    await writeFile(join(outside, 'kept'), 'kept');
    const wayOut: ImageFile = { kind: 'link', path: 'way', target: '..' };
    await unpack(rawImage([tarOf([wayOut]), tarOf([file('way/.wh.kept', '')])]));
    assert.equal(await readFile(join(outside, 'kept'), 'utf8'), 'kept');
    const up = tarOf([file('.wh.aa', '')], (header) => header.write('.wh...\0', 0, 'latin1'));
    await assert.rejects(unpack(rawImage([up])), { reason: 'InvalidContent' });
  });

  test('makes hard links only to files inside', async () => {
    await writeFile(join(outside, 'secret'), 'secret');
    const hard = (target: string, before: readonly ImageFile[] = []) =>
      unpack(
        rawImage([
          ...(before.length > 0 ? [tarOf(before)] : []),
          tarOf([{ kind: 'link', path: 'x', target }], (header) => header.write('1', 156)),
        ]),
      );
    await assert.rejects(hard('../secret'), { reason: 'InvalidContent' });
    await assert.rejects(hard('way/secret', [{ kind: 'link', path: 'way', target: '..' }]), {
      reason: 'InvalidContent',
    });
    await hard('a', [file('a', '1')]);
    assert.equal(await readFile(join(folder, 'x'), 'utf8'), '1');
  });

  test('leaves devices out', async () => {
    await unpack(rawImage([tarOf([file('dev', '')], (header) => header.write('3', 156))]));
    assert.deepEqual(await readdir(folder), []);
  });

  test('refuses what grows too large, has too many files, or is damaged', async () => {
    const bomb = rawImage([tarOf([file('a', '0'.repeat(1_000_000))])]);
    await assert.rejects(unpack(bomb, { unpackedBytes: 100_000 }), { reason: 'TooLarge' });
    await assert.rejects(unpack(buildImage({ layers: [[file('a', ''), file('b', '')]] }), { entries: 1 }), {
      reason: 'TooLarge',
    });
    const cut = tarOf([file('a', 'x'.repeat(2000))]).slice(0, 1000);
    await assert.rejects(unpack(rawImage([cut])), { reason: 'InvalidContent', message: /cut off/ });
  });
});

suite('buildImage', () => {
  test('writes the same bytes whatever the order of the files', () => {
    const files = [file('a/b', '1'), file('c', '2', 0o700)];
    const one = buildImage({ layers: [files], settings: { labels: { x: '1', y: '2' } } });
    const two = buildImage({ layers: [files.toReversed()], settings: { labels: { y: '2', x: '1' } } });
    assert.equal(one.descriptor.digest, two.descriptor.digest);
  });

  test('refuses paths that no image may have', () => {
    for (const path of ['', '/a', 'a/../b', 'a//b', 'a\0b']) {
      assert.throws(() => buildImage({ layers: [[file(path, '')]] }), { reason: 'InvalidContent' }, path);
    }
  });
});
