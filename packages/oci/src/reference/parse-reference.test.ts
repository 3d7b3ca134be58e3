import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import fc from 'fast-check';
import { canonicalRepository, formatReference, parseReference } from './parse-reference.ts';

const hex = 'e6c6ba5b3d1b4d23cb0a6b3a0a4cd1d0d1b0a5d8d9e7f6b5a4c3d2e1f0a9b8c7';

suite('parseReference', () => {
  const good: readonly (readonly [string, string])[] = [
    ['nginx', 'docker.io/library/nginx:latest'],
    ['nginx:1.27', 'docker.io/library/nginx:1.27'],
    ['bitnami/redis', 'docker.io/bitnami/redis:latest'],
    ['docker.io/nginx', 'docker.io/library/nginx:latest'],
    ['index.docker.io/library/nginx', 'docker.io/library/nginx:latest'],
    ['ghcr.io/team/app:v1', 'ghcr.io/team/app:v1'],
    ['GHCR.io/team/app:v1', 'ghcr.io/team/app:v1'],
    ['localhost/app', 'localhost/app:latest'],
    ['localhost:5000/app', 'localhost:5000/app:latest'],
    ['127.0.0.1:5000/a/b/c_d__e--f.g:T_1.x-2', '127.0.0.1:5000/a/b/c_d__e--f.g:T_1.x-2'],
    ['[::1]:5000/app', '[::1]:5000/app:latest'],
    [`nginx@sha256:${hex}`, `docker.io/library/nginx@sha256:${hex}`],
    [`ghcr.io/team/app:v1@sha256:${hex}`, `ghcr.io/team/app@sha256:${hex}`],
  ];
  for (const [text, expected] of good) {
    test(`reads ${text}`, () => assert.equal(formatReference(parseReference(text)), expected));
  }

  const bad = [
    '',
    'Nginx',
    'a//b',
    '/a',
    'a/',
    'ghcr.io/a:',
    'ghcr.io/a:-x',
    `ghcr.io/a:${'x'.repeat(129)}`,
    'ghcr.io/a@sha256:abc',
    `ghcr.io/a@md5:${hex}`,
    'ghcr.io/a/../b',
    'ghcr.io/a b',
    'ghcr.io/a?b',
    'user@ghcr.io/a',
    'https://ghcr.io/a',
    'ghcr.io:port/a',
    '-a.io/b',
    `ghcr.io/${'a'.repeat(256)}`,
    'ghcr.io/a\nb',
  ];
  for (const text of bad) {
    test(`refuses ${JSON.stringify(text.slice(0, 40))}`, () => {
      assert.throws(() => parseReference(text), { name: 'OciError', reason: 'InvalidReference' });
    });
  }

  test('keeps both parts of a reference with tag and digest', () => {
    const { tag, digest } = parseReference(`app:v1@sha256:${hex}`);
    assert.deepEqual({ tag, digest }, { tag: 'v1', digest: `sha256:${hex}` });
  });

  test('reads back what it has written', () => {
    const part = fc.stringMatching(/^[a-z0-9]{1,8}([._-][a-z0-9]{1,5})?$/);
    const host = fc.constantFrom('ghcr.io', 'localhost:5000', '10.0.0.1', 'docker.io');
    const tag = fc.stringMatching(/^[A-Za-z0-9_][A-Za-z0-9_.-]{0,20}$/);
    const property = fc.property(host, fc.array(part, { minLength: 2, maxLength: 4 }), tag, (registry, parts, name) => {
      const reference = { registry, repository: parts.join('/'), tag: name };
      assert.deepEqual(parseReference(formatReference(reference)), reference);
    });
    fc.assert(property);
  });

  test('never fails with anything but its own error', () => {
    const property = fc.property(fc.string({ unit: 'grapheme' }), (text) => {
      try {
        parseReference(text);
      } catch (thrown) {
        assert.equal((thrown as Error).name, 'OciError');
      }
    });
    fc.assert(property);
  });
});

suite('canonicalRepository', () => {
  test("calls Docker's registry as Flux does", () => {
    assert.equal(canonicalRepository(parseReference('nginx')), 'index.docker.io/library/nginx');
    assert.equal(canonicalRepository(parseReference('ghcr.io/a/b')), 'ghcr.io/a/b');
  });
});
