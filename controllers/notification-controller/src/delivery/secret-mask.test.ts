import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import fc from 'fast-check';
import { createSecretMask } from './secret-mask.ts';

suite('createSecretMask', () => {
  test('takes out secrets in the forms in which they travel', () => {
    const hide = createSecretMask(['s3cr3t"/x', 'https://hooks.example/services/T0/B0/key?sig=abcdef\n']);
    for (const text of [
      's3cr3t"/x',
      's3cr3t%22%2Fx',
      '{"token":"s3cr3t\\"/x"}',
      '/services/T0/B0/key',
      '?sig=abcdef',
    ]) {
      assert.match(hide(`before ${text} after`), /^before .*\*{5}.* after$/);
      assert.doesNotMatch(hide(text), /s3cr3t|B0|abcdef/);
    }
  });

  test('takes out what looks like a secret without knowing it', () => {
    assert.equal(createSecretMask([])('Authorization: Bearer abcdefghijkl'), 'Authorization: Bearer *****');
  });

  test('leaves no secret in any text', () => {
    const secret = fc
      .string({ minLength: 4, maxLength: 40 })
      .filter((text) => text.trim().length >= 4 && !text.includes('*'));
    fc.assert(
      fc.property(secret, fc.string(), fc.string(), (text, before, after) => {
        const hidden = createSecretMask([text])(`${before} ${text} ${after}`);
        const others = `${before} ${after}`;
        if (!others.includes(text.trim())) assert.ok(!hidden.includes(` ${text.trim()} `));
      }),
    );
  });
});
