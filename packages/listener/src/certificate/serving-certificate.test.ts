import assert from 'node:assert/strict';
import { createPrivateKey, X509Certificate } from 'node:crypto';
import { suite, test } from 'node:test';
import { createServingCertificate } from '@flux19/listener';

suite('createServingCertificate', () => {
  const now = Date.UTC(2026, 5, 1);
  const made = createServingCertificate(['localhost', '127.0.0.1', '::1'], now);
  const cert = new X509Certificate(made.cert);
  const ca = new X509Certificate(made.ca);

  test('is signed by the authority that comes with it', () => {
    assert.ok(ca.ca);
    assert.ok(!cert.ca);
    assert.ok(cert.checkIssued(ca));
    assert.ok(cert.verify(ca.publicKey));
    assert.ok(cert.checkPrivateKey(createPrivateKey(made.key)));
  });

  test('names every host and address of the server', () => {
    assert.equal(cert.checkHost('localhost'), 'localhost');
    assert.equal(cert.checkIP('127.0.0.1'), '127.0.0.1');
    assert.equal(cert.checkIP('::1'), '::1');
    assert.equal(cert.checkHost('example.com'), undefined);
  });

  test('is valid from before now on', () => {
    assert.ok(Date.parse(cert.validFrom) < now);
    assert.ok(Date.parse(cert.validTo) > now + 800 * 86_400_000);
  });
});
