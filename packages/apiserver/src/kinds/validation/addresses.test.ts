import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { readAddress, readNetwork } from './addresses.ts';

suite('addresses', () => {
  test('are printed as Go prints them', () => {
    assert.equal(readAddress('010.1.02.3')?.canonical, '10.1.2.3');
    assert.equal(readAddress('2001:DB8:0:0:1:0:0:1')?.canonical, '2001:db8::1:0:0:1');
    assert.equal(readAddress('::ffff:1.2.3.4')?.canonical, '1.2.3.4');
    assert.equal(readAddress('::')?.canonical, '::');
  });

  test('are none when they do not fit', () => {
    for (const text of ['', '1.2.3', '1.2.3.256', 'fe80::1%eth0', 'x']) assert.equal(readAddress(text), undefined);
  });

  test('stand for networks with a length', () => {
    assert.deepEqual(
      [readNetwork('10.9.8.7/24')?.canonical, readNetwork('10.9.8.7/24')?.hasHostBits],
      ['10.9.8.0/24', true],
    );
    assert.equal(readNetwork('2001:db8::1/64')?.canonical, '2001:db8::/64');
    for (const text of ['10.0.0.0', '10.0.0.0/33', '10.0.0.0/x', '/8']) assert.equal(readNetwork(text), undefined);
  });
});
