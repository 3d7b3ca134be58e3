import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { truncateHashes } from '../kinds/truncate-hashes.ts';
import { splitWords } from '../testing/split-words.ts';
import { goTime } from './go-time.ts';
import { humanDuration } from './human-duration.ts';
import { parseObjectName } from './object-name.ts';

suite('texts of the command line', () => {
  test('durations have at most two units', () => {
    const second = 1000;
    const day = 86_400 * second;
    const cases: readonly (readonly [number, string])[] = [
      [-5 * second, '<invalid>'],
      [-1 * second, '0s'],
      [119 * second, '119s'],
      [120 * second, '2m'],
      [135 * second, '2m15s'],
      [11 * 60 * second, '11m'],
      [3 * 3600 * second, '3h'],
      [7.5 * 3600 * second, '7h30m'],
      [47 * 3600 * second, '47h'],
      [3 * day, '3d'],
      [9 * day, '9d'],
      [3 * 365 * day + 2 * day, '3y2d'],
      [9 * 365 * day, '9y'],
    ];
    for (const [ms, text] of cases) assert.equal(humanDuration(ms), text, String(ms));
  });

  test('hashes are cut wherever they stand, and nothing else is', () => {
    const hash = '696f056df216eea4f9401adbee0ff744d4df390f';
    assert.equal(truncateHashes(`main@sha1:${hash} and ${hash}`), 'main@sha1:696f056d and 696f056d');
    assert.equal(truncateHashes(hash.slice(1)), hash.slice(1));
    assert.equal(truncateHashes(`x${hash}`), `x${hash}`);
  });

  test('names are taken apart at the slash and at the last dot', () => {
    assert.deepEqual(parseObjectName('Bucket/my.app.team'), { kind: 'Bucket', name: 'my.app', namespace: 'team' });
    assert.deepEqual(parseObjectName('app'), { kind: '', name: 'app', namespace: '' });
  });

  test('times are printed as Go prints them', () => {
    assert.match(goTime('2021-07-16T15:42:20Z'), /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d [+-]\d{4} \S+$/);
    assert.equal(goTime('never'), 'never');
  });

  test('lines are split as a shell splits them', () => {
    assert.deepEqual(splitWords(`a -l "b notin (c, d)" 'e f' g\\ h ""`), [
      'a',
      '-l',
      'b notin (c, d)',
      'e f',
      'g h',
      '',
    ]);
  });
});
