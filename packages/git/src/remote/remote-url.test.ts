import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import fc from 'fast-check';
import { parseRemoteUrl } from './remote-url.ts';

const parse = (text: string, allowLocal = false) => parseRemoteUrl(text, { allowLocal });

suite('parseRemoteUrl', () => {
  test('separates what is secret from what may be shown', () => {
    const url = parse('https://ada:p%40ss@example.org:8443/team/app.git?token=x');
    assert.equal(url.address, 'https://example.org:8443/team/app.git?token=x');
    assert.equal(url.text, 'https://example.org:8443/team/app.git');
    assert.equal(url.origin, 'https://example.org:8443');
    assert.deepEqual([url.username, url.password], ['ada', 'p@ss']);
  });

  test('takes the user git for ssh when there is none', () => {
    assert.equal(parse('ssh://example.org/app.git').address, 'ssh://git@example.org/app.git');
    assert.equal(parse('ssh://ada@example.org:2222/app.git').address, 'ssh://ada@example.org:2222/app.git');
  });

  test('refuses other ways to talk and everything that could be an option', () => {
    const hostile = [
      ...[
        '-x',
        '--upload-pack=touch /tmp/x',
        'ext::sh -c x',
        'file:///etc',
        '/etc',
        'git@example.org:app.git',
        'git://example.org/x',
      ],
      ...['ssh://-oProxyCommand=x/app', 'ssh://-l@example.org/x', 'http://-x/app', 'http://', 'HTTPS//x'],
      ...[
        'http://exa\nmple.org/',
        'https://example.org/\u0000',
        "ssh://a'b@example.org/x",
        'ssh://exa$(x)mple/x',
        'fd::17',
      ],
    ];
    for (const text of hostile) assert.throws(() => parse(text), { reason: 'InvalidUrl' }, text);
  });

  test('allows the local file system only where that was allowed', () => {
    assert.equal(parse('file:///srv/app.git', true).scheme, 'file');
    assert.throws(() => parse('file:///srv/app.git'), { reason: 'InvalidUrl' });
  });

  test('never repeats a password, and never gives an address that begins with a dash', () => {
    const property = fc.property(
      fc.string(),
      fc.constantFrom('', 'https://', 'ssh://', 'http://u:canary@'),
      (text, prefix) => {
        try {
          const { address, text: shown } = parse(prefix + text);
          assert.match(address, /^(?:https?|ssh):\/\/[^-]/);
          assert.ok(!shown.includes('canary') || text.includes('canary'));
        } catch (error) {
          assert.equal((error as { reason: string }).reason, 'InvalidUrl');
          assert.ok(!String(error).includes('canary') || text.includes('canary'));
        }
      },
    );
    fc.assert(property, { numRuns: 500 });
  });
});
