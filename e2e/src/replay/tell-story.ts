import type { Telling } from './exchange.ts';
import { normalise } from './normalise.ts';
import type { ServerUnderTest } from './server-under-test.ts';
import type { Story } from './story.ts';
import { StoryTeller } from './story-teller.ts';

/** Tells a story to a server and returns its normalised answers; `onStop` hears why a story could not go on. */
export async function tellStory(
  { subject, tell }: Story,
  server: ServerUnderTest,
  onStop: (error: Error) => void,
): Promise<Telling> {
  const teller = new StoryTeller(server);
  try {
    await tell(teller);
  } catch (cause) {
    const last = teller.exchanges.at(-1)?.title ?? 'nothing';
    onStop(new Error(`the story of ${subject} cannot go on after "${last}": ${String(cause)}`, { cause }));
  }
  return normalise({ subject, exchanges: teller.exchanges });
}
