import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { parseListenAddress } from './listen-address.ts';

const parse = parseListenAddress('events-addr');

describe('parseListenAddress', () => {
  it('opens ports of this machine for this machine only', () => {
    assert.deepEqual(parse('127.0.0.1:9090'), { host: '127.0.0.1', port: 9090 });
    assert.deepEqual(parse('[::1]:0'), { host: '::1', port: 0 });
  });

  it('takes every name where others may call', () => {
    assert.deepEqual(parse(':9292'), { host: '::', port: 9292, allowedHosts: ['*'] });
    assert.deepEqual(parse('10.0.0.1:9292'), { host: '10.0.0.1', port: 9292, allowedHosts: ['*'] });
  });

  it('refuses what is no address', () => {
    for (const text of ['', '9292', 'host:', 'host:port', ':65536']) assert.throws(() => parse(text), /host:port/);
  });
});
