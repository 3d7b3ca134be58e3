import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { createLogger } from '@flux19/runtime';
import { openDataFolder } from 'flux19';
import { fetchHeading } from './browser.ts';
import { demoSteps } from './demo-steps.ts';
import { setStage } from './stage.ts';
import { tell } from './story.ts';

describe('the case study', { timeout: 120_000 }, () => {
  it('is seen to happen, step by step, by whoever looks at the page', async () => {
    const stage = await setStage({
      log: createLogger({ level: 'error', write: () => undefined }),
      data: openDataFolder(undefined),
      isKept: false,
      searchPath: process.env['PATH'] ?? '',
    });
    const headings: string[] = [];
    try {
      const look = async (url: string): Promise<void> => void headings.push(await fetchHeading(url));
      const steps = demoSteps({ ...stage, look });
      const silent = async (): Promise<void> => undefined;

      const results = await tell(steps, silent, () => undefined);

      for (const { title, failure } of results) assert.equal(failure, undefined, title);
      assert.equal(results.length, steps.length);
    } finally {
      await stage.close();
    }
    assert.deepEqual(headings, ['State before demo', 'State after demo', 'State before demo']);
  });
});
