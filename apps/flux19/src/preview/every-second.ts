import type { Clock } from '@flux19/ports';

/**
 * Passes news on, at most once a second, and not before the first second of some work is over; work begins with news after a
 * second without any. Works where no timer would get its turn.
 */
export function everySecond(clock: Clock, tell: (news: string) => void): (news: string) => void {
  let told = clock.now();
  let heard = told;
  return (news) => {
    const now = clock.now();
    if (now - heard >= 1000) told = now;
    heard = now;
    if (now - told < 1000) return;
    told = now;
    tell(news);
  };
}
