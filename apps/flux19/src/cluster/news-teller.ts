import type { Clock } from '@flux19/ports';
import type { Terminal } from '../program/terminal.ts';

/** Tells news of something that takes longer than a second: the latest when the second is over, later ones as they come. */
export interface NewsTeller {
  note(news: string): void;
  end(): void;
}

const quietMs = 1000;

/** Writes news below the line of progress that it belongs to, where a person watches. */
export function newsOn(terminal: Terminal): (news: string) => void {
  return (news) => {
    if (terminal.isWatched === true) terminal.err(`  ${news}`);
  };
}

export function newsTeller(clock: Clock, tell: (news: string) => void): NewsTeller {
  const ended = new AbortController();
  let isSlow = false;
  let latest = '';
  let told = '';
  const flush = (): void => {
    if (isSlow && latest !== told) tell(latest);
    if (isSlow) told = latest;
  };
  clock.sleep(quietMs, ended.signal).then(
    () => {
      isSlow = true;
      flush();
    },
    () => undefined,
  );
  return {
    note(news) {
      latest = news;
      flush();
    },
    end: () => ended.abort(),
  };
}
