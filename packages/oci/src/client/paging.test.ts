import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { ManualClock } from '@flux19/ports';
import type { ClientLimits } from './client-options.ts';
import { createOciClient } from './create-oci-client.ts';
import { nextLink } from './parse-link.ts';

const { signal } = new AbortController();
const app = { registry: 'registry.test', repository: 'team/app' };

function tagsFrom(answer: (page: number) => Response, limits: Partial<ClientLimits> = {}): Promise<string[]> {
  let page = 0;
  const fetch = async (): Promise<Response> => answer(page++);
  return createOciClient({ fetch, clock: new ManualClock(), random: () => 0, limits }).listTags(app, signal);
}

function page(tags: readonly string[] | null, link?: string): Response {
  return Response.json({ name: 'team/app', tags }, link === undefined ? {} : { headers: { link } });
}

suite('listTags', () => {
  test('follows relative and absolute links to the end', async () => {
    const links = [
      '</v2/team/app/tags/list?last=a>; rel="next"',
      '<https://registry.test/v2/x?last=b>;rel=next',
      undefined,
    ];
    assert.deepEqual(await tagsFrom((at) => page([`t${at}`], links[at])), ['t0', 't1', 't2']);
  });

  test('takes an absent list for an empty one', async () => {
    assert.deepEqual(await tagsFrom(() => page(null)), []);
  });

  test('gives up on a registry that leads in circles', async () => {
    await assert.rejects(
      tagsFrom(() => page(['a'], '</v2/team/app/tags/list?n=1000>; rel="next"')),
      { reason: 'InvalidContent', message: /lead in circles/ },
    );
  });

  test('gives up on a registry that leads on and on', async () => {
    const endless = (at: number): Response => page(['a'], `</v2/team/app/tags/list?at=${at}>; rel="next"`);
    await assert.rejects(tagsFrom(endless, { pages: 5 }), { reason: 'TooLarge' });
    await assert.rejects(tagsFrom(endless, { tags: 5 }), { reason: 'TooLarge' });
  });

  test('does not follow a link to another host', async () => {
    await assert.rejects(
      tagsFrom(() => page(['a'], '<https://evil.test/v2/>; rel="next"')),
      { reason: 'InvalidContent' },
    );
  });

  test('refuses a page that is too large, and one that is no list', async () => {
    await assert.rejects(
      tagsFrom(() => page(['a'.repeat(100)]), { pageBytes: 50 }),
      { reason: 'TooLarge' },
    );
    await assert.rejects(
      tagsFrom(() => new Response('<html>')),
      { reason: 'InvalidContent' },
    );
    await assert.rejects(
      tagsFrom(() => Response.json({ tags: 'a' })),
      { reason: 'InvalidContent' },
    );
  });
});

suite('nextLink', () => {
  test('finds the next one among others', () => {
    assert.equal(nextLink('<a>; rel="prev", <b?x=1,2>; rel="next"'), 'b?x=1,2');
    assert.equal(nextLink('<a>; rel="prev"'), undefined);
    assert.equal(nextLink(null), undefined);
  });
});
