import { type Listener, listen } from '@flux19/listener';

interface SlackMessage {
  readonly attachments?: readonly {
    readonly author_name?: string;
    readonly text?: string;
    readonly fields?: readonly { readonly title: string; readonly value: string }[];
  }[];
}

/** A chat of this machine: takes messages as Slack does and remembers them. */
export interface ChatSink {
  readonly url: string;
  /** Resolves with the first message that contains the words, past or to come; rejects after half a minute. */
  heard(words: string): Promise<string>;
  close(): Promise<void>;
}

export async function openChatSink(): Promise<ChatSink> {
  const messages: string[] = [];
  const waiting = new Set<() => void>();
  const listener: Listener = await listen({
    async handler(request) {
      const { attachments = [] } = (await request.json()) as SlackMessage;
      for (const { author_name = '', text = '', fields = [] } of attachments) {
        const details = fields.map(({ title, value }) => `${title} ${value}`);
        messages.push(`${author_name}: ${text} (${details.join(', ')})`);
      }
      for (const look of waiting) look();
      return new Response('ok');
    },
  });
  return {
    url: `${listener.url}/chat`,
    close: () => listener.close(),
    heard(words) {
      const { promise, resolve, reject } = Promise.withResolvers<string>();
      const look = (): void => {
        const found = messages.find((message) => message.includes(words));
        if (found !== undefined) resolve(found);
      };
      waiting.add(look);
      look();
      const timer = setTimeout(() => reject(new Error(`no message in the chat says "${words}"`)), 30_000);
      return promise.finally(() => {
        clearTimeout(timer);
        waiting.delete(look);
      });
    },
  };
}
