import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { parseBaseAddress } from './base-address.ts';

suite('parseBaseAddress', () => {
  const repository = (url: string, path = '', reference?: string) => ({
    kind: 'repository',
    url,
    path,
    reference,
    submodules: true,
  });

  test('reads the forms that kustomize reads', () => {
    const cases: readonly (readonly [string, unknown])[] = [
      [
        'https://github.com/org/repo//overlay/dev?ref=v1',
        repository('https://github.com/org/repo', 'overlay/dev', 'v1'),
      ],
      [
        'https://github.com/org/repo/overlay?ref=v1&timeout=2m',
        repository('https://github.com/org/repo', 'overlay', 'v1'),
      ],
      ['github.com/org/repo/overlay', repository('https://github.com/org/repo', 'overlay')],
      [
        'https://git.example/group/sub/repo.git/base?version=a',
        repository('https://git.example/group/sub/repo.git', 'base', 'a'),
      ],
      ['https://git.example/repo.git', repository('https://git.example/repo.git')],
      ['git::https://git.example/org/repo//a.yaml', repository('https://git.example/org/repo', 'a.yaml')],
      ['git@github.com:org/repo//base', repository('ssh://git@github.com/org/repo', 'base')],
      ['ssh://git@git.example/org/repo.git', repository('ssh://git@git.example/org/repo.git')],
      ['https://example.com/a/b.yaml', { kind: 'file', url: 'https://example.com/a/b.yaml' }],
      ['https://example.com/a.yml?raw=1', { kind: 'file', url: 'https://example.com/a.yml?raw=1' }],
    ];
    for (const [written, address] of cases) assert.deepEqual(parseBaseAddress(written), address, written);
  });

  test('leaves paths alone, and what names no host', () => {
    for (const path of ['../base', './a.yaml', '/etc/passwd', 'base', 'file:///etc', 'ext::sh -c x', '-x', 'http://']) {
      assert.equal(parseBaseAddress(path), undefined, path);
    }
  });
});
