import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { readAnswers } from './answers-file.ts';
import { compare, type Difference } from './compare.ts';
import { startEmbeddedServer } from './embedded-server.ts';
import { isKnown, knownDifferences } from './known-differences.ts';
import { allStories } from './stories/all-stories.ts';
import { tellStory } from './tell-story.ts';

suite('the embedded API server beside the recorded answers of kube-apiserver', () => {
  const differences: Difference[] = [];

  for (const story of allStories) {
    test(`${story.subject}: answers as the real one does`, async () => {
      const real = readAnswers(story.subject);
      assert.ok(real, 'nothing is recorded: npm run replay -- --record');
      const server = startEmbeddedServer();
      try {
        const found = compare(await tellStory(story, server, assert.ifError), real).differences;
        differences.push(...found);
        assert.deepEqual(
          found.filter((one) => !isKnown(one)),
          [],
        );
      } finally {
        await server.close();
      }
    });
  }

  test('every known difference is still one', () => {
    const names = new Set(differences.map(({ subject, title }) => `${subject}: ${title}`));
    const gone = knownDifferences.flatMap(({ answers }) => answers.filter((answer) => !names.has(answer)));
    assert.deepEqual(gone, [], 'these have become equal: take them from the list');
  });
});
