import type { Clock } from '@flux19/ports';

/** Passes news on, at most once a second, and not before the first second is over. Works where no timer would get its turn. */
export function everySecond(clock: Clock, tell: (news: string) => void): (news: string) => void {
  let told = clock.now();
  return (news) => {
    if (clock.now() - told < 1000) return;
    told = clock.now();
    tell(news);
  };
}
