import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { ManualClock } from '@flux19/ports';
import { ProgressReporter } from './progress-reporter.ts';

suite('ProgressReporter', () => {
  test('says nothing about what is over within a second', async () => {
    const clock = new ManualClock();
    const written: string[] = [];
    const progress = new ProgressReporter(clock, 'begin', async (message) => void written.push(message));
    progress.set('next');
    await clock.advance(900);
    await progress.end();
    await clock.advance(1000);
    assert.deepEqual(written, []);
    assert.equal(progress.message, 'next');
  });

  test('tells the last step after a second and each one from then on', async () => {
    const clock = new ManualClock();
    const written: string[] = [];
    const progress = new ProgressReporter(clock, 'begin', async (message) => void written.push(message));
    progress.set('fetch');
    await clock.advance(1000);
    progress.set('build');
    await progress.end();
    progress.set('too late');
    assert.deepEqual(written, ['fetch', 'build']);
  });
});
