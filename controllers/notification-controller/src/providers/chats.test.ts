import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { bodyOf, deliver, deliverOne } from '../testing/deliver.ts';
import { testEvent } from '../testing/test-event.ts';

const address = 'https://chat.example/hook';
const name = 'gitrepository/webapp.gitops-system';
const failure = testEvent({ severity: 'error', message: 'it broke\nfor good' });

suite('chat providers', () => {
  test('tell Slack with an attachment', () => {
    const request = deliverOne('slack', { address, channel: 'general', token: 'xoxb' }, failure);
    assert.equal(request.url, address);
    assert.equal(request.headers['authorization'], 'Bearer xoxb');
    assert.deepEqual(bodyOf(request), {
      channel: 'general',
      username: 'source-controller',
      icon_url: '',
      icon_emoji: '',
      attachments: [
        {
          fallback: `${name}: it broke`,
          color: 'danger',
          author_name: name,
          text: 'it broke\nfor good',
          mrkdwn_in: ['text'],
          fields: [{ title: 'test', value: 'metadata', short: false }],
        },
      ],
    });
  });

  test('read from the body of chat.postMessage whether it worked', () => {
    const api = { address: 'https://slack.com/api/chat.postMessage' };
    assert.doesNotThrow(() => deliver('slack', api, testEvent(), () => ({ body: '{"ok":true}' })));
    assert.throws(() => deliver('slack', api, testEvent(), () => ({ body: '{"ok":false,"error":"not_in_channel"}' })), {
      message: 'postMessage failed: request failed: Slack responded with error: not_in_channel',
    });
    assert.throws(
      () => deliver('slack', api, testEvent(), () => ({ body: 'ok' })),
      /unable to unmarshal response body/,
    );
  });

  test('tell Discord through its endpoint for Slack', () => {
    assert.equal(deliverOne('discord', { address }).url, `${address}/slack`);
    assert.equal(deliverOne('discord', { address: `${address}/slack` }).url, `${address}/slack`);
    const payload = bodyOf(deliverOne('discord', { address, username: 'bot', channel: 'ignored' }));
    assert.deepEqual(payload, {
      channel: '',
      username: 'bot',
      icon_url: '',
      icon_emoji: '',
      attachments: [
        {
          fallback: '',
          color: 'good',
          author_name: name,
          text: 'message',
          mrkdwn_in: ['text'],
          fields: [{ title: 'test', value: 'metadata', short: false }],
        },
      ],
    });
  });

  test('tell Rocket.Chat in its colours', () => {
    const colors = [testEvent(), failure].map((event) => {
      const payload = bodyOf(deliverOne('rocket', { address, channel: 'general' }, event));
      return (payload as { attachments: { color: string }[] }).attachments[0]?.color;
    });
    assert.deepEqual(colors, ['#0076D7', '#FF0000']);
  });

  test('tell Teams with an adaptive card, the summary first', () => {
    const event = testEvent({ severity: 'error', metadata: { b: '2', summary: 'down', a: '1' } });
    assert.deepEqual(bodyOf(deliverOne('msteams', { address }, event)), {
      type: 'message',
      attachments: [
        {
          contentType: 'application/vnd.microsoft.card.adaptive',
          content: {
            $schema: 'http://adaptivecards.io/schemas/adaptive-card.json',
            type: 'AdaptiveCard',
            version: '1.4',
            msteams: { width: 'Full' },
            body: [
              {
                type: 'Container',
                items: [
                  { type: 'TextBlock', text: name, size: 'large', weight: 'bolder', wrap: true },
                  { type: 'TextBlock', text: 'message', color: 'attention', wrap: true },
                  {
                    type: 'FactSet',
                    facts: [
                      { title: 'summary', value: 'down' },
                      { title: 'a', value: '1' },
                      { title: 'b', value: '2' },
                    ],
                  },
                ],
              },
            ],
          },
        },
      ],
    });
  });

  test('tell old connectors of Teams with a message card', () => {
    for (const host of ['https://xxx.webhook.office.com', 'https://xxx.webhook.office.com:443']) {
      assert.deepEqual(bodyOf(deliverOne('msteams', { address: host })), {
        '@type': 'MessageCard',
        '@context': 'http://schema.org/extensions',
        themeColor: '0076D7',
        summary: name,
        sections: [{ activityTitle: 'message', activitySubtitle: name, facts: [{ name: 'test', value: 'metadata' }] }],
      });
    }
    const other = bodyOf(deliverOne('msteams', { address: 'https://xxx-webhook.office.com' }));
    assert.equal((other as { type: string }).type, 'message');
  });

  test('tell Google Chat with a card', () => {
    assert.deepEqual(bodyOf(deliverOne('googlechat', { address }, testEvent({ severity: 'error' }))), {
      cards: [
        {
          header: { title: name, subtitle: 'source-controller', imageUrl: null, imageStyle: null },
          sections: [
            {
              header: '',
              widgets: [{ textParagraph: { text: '<font color="#ff0000">message</font>' }, keyValue: null }],
            },
            {
              header: '',
              widgets: [
                {
                  textParagraph: null,
                  keyValue: {
                    topLabel: 'test',
                    content: 'metadata',
                    contentMultiline: false,
                    bottomLabel: null,
                    icon: null,
                  },
                },
              ],
            },
          ],
        },
      ],
    });
  });

  test('tell Webex in Markdown', () => {
    const request = deliverOne('webex', { address, channel: 'room', token: 't' });
    assert.equal(request.headers['authorization'], 'Bearer t');
    assert.deepEqual(bodyOf(request), { roomId: 'room', markdown: `✅ **${name}**\nmessage\n>**test**: metadata\n` });
  });

  test('tell Telegram in its Markdown, in a thread where one is named', () => {
    const metadata = { 'kubernetes.io/somekey': 'some.value', test: 'metadata' };
    const request = deliverOne('telegram', { channel: 'chat:thread', token: '1:secret' }, testEvent({ metadata }));
    assert.equal(request.url, 'https://api.telegram.org/bot1:secret/sendMessage');
    assert.deepEqual(bodyOf(request), {
      chat_id: 'chat',
      message_thread_id: 'thread',
      text: '*💫 gitrepository/webapp/gitops\\-system*\nmessage\n\\- *kubernetes\\.io/somekey*: some\\.value\n\\- *test*: metadata\n',
      parse_mode: 'MarkdownV2',
    });
    const plain = bodyOf(deliverOne('telegram', { channel: 'chat', token: 't' }));
    assert.equal((plain as { message_thread_id?: string }).message_thread_id, undefined);
  });

  test('tell Lark with an interactive card', () => {
    assert.deepEqual(bodyOf(deliverOne('lark', { address })), {
      msg_type: 'interactive',
      card: {
        config: { wide_screen_mode: true },
        header: { title: { tag: 'plain_text', content: `💫 ${name}` }, template: 'turquoise' },
        elements: [{ tag: 'div', text: { tag: 'lark_md', content: '**message**\n\ntest: metadata\n' } }],
      },
    });
  });

  test('tell Matrix once for each event: the digest of the event is the transaction', () => {
    const event = testEvent();
    const [first, second] = [event, event].map((again) =>
      deliverOne('matrix', { address, channel: '!room', token: 't' }, again),
    );
    assert.equal(first?.method, 'PUT');
    assert.equal(first?.url, second?.url);
    assert.match(first?.url ?? '', /\/_matrix\/client\/r0\/rooms\/!room\/send\/m\.room\.message\/[0-9a-f]{40}$/);
    assert.deepEqual(bodyOf(first), { body: `💫 ${name}\nmessage\n- test: metadata\n`, msgtype: 'm.text' });
  });

  test('count a transaction of Matrix by the same digest as Flux', () => {
    const event = testEvent({
      involvedObject: { apiVersion: '', kind: '', name: '' },
      timestamp: '2021-08-24T16:18:00Z',
      message: 'update successful',
      reason: 'update sucesful',
      metadata: {},
      reportingController: '',
      reportingInstance: '',
    });
    const { url } = deliverOne('matrix', { address }, event);
    assert.equal(url.split('/').at(-1), '37d91b4f6a1e44c6a38273b0a0fd408fade7b0f5');
  });

  test('tell Zulip in a form', () => {
    const request = deliverOne('zulip', {
      address: 'https://zulip.example/ignored',
      channel: 'general/announcements',
      username: 'user',
      password: 'pass',
    });
    assert.equal(request.url, 'https://zulip.example/api/v1/messages');
    assert.equal(request.headers['authorization'], 'Basic dXNlcjpwYXNz');
    assert.deepEqual(Object.fromEntries(new URLSearchParams(String(request.body))), {
      type: 'stream',
      to: 'general',
      topic: 'announcements',
      content: '## Flux Status\n\nℹ️ GitRepository/gitops-system/webapp\n\nmessage\n\nMetadata:\n* `test`: metadata\n',
    });
    for (const channel of ['general', '/topic', 'general/']) {
      assert.throws(() => deliver('zulip', { address, channel }), /invalid Zulip channel format/);
    }
  });

  test('tell Zoom in its rich format, unless the address wants another', () => {
    const request = deliverOne('zoom', { address, token: 'verification' });
    assert.equal(request.url, `${address}?format=full`);
    assert.equal(request.headers['authorization'], 'verification');
    assert.deepEqual(bodyOf(request), {
      content: {
        head: { text: name, sub_head: { text: 'info' } },
        body: [
          { type: 'message', text: 'message' },
          { type: 'fields', items: [{ key: 'test', value: 'metadata' }] },
        ],
      },
    });
    assert.equal(
      deliverOne('zoom', { address: `${address}?format=message`, token: 't' }).url,
      `${address}?format=message`,
    );
  });

  test('refuse addresses that are none, and say what a refusal says', () => {
    for (const type of ['slack', 'discord', 'rocket', 'msteams', 'googlechat', 'webex', 'lark', 'matrix']) {
      assert.throws(() => deliver(type, { address: 'hook' }), /invalid .* hook/);
    }
    assert.throws(() => deliver('slack', { address }, testEvent(), () => ({ status: 404, body: 'no_service' })), {
      message: 'postMessage failed: request failed: request failed with status code 404: no_service',
    });
    assert.throws(() => deliver('slack', { address }, testEvent(), () => undefined), {
      message: 'postMessage failed: failed to execute request: ECONNREFUSED',
    });
  });
});
