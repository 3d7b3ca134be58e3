import type { KubeClient } from '@flux19/kube';
import type { Clock } from '@flux19/ports';

/** After this long without an answer people want to know what is being waited for. */
const patienceMs = 1000;

/** A client that tells, once, when an answer takes longer than a second. Watches are meant to be slow. */
export function patientClient(client: KubeClient, clock: Clock, tell: () => void): KubeClient {
  let isTold = false;
  const tellOnce = (): void => {
    if (!isTold) tell();
    isTold = true;
  };
  return new Proxy(client, {
    get(target, key) {
      const value: unknown = Reflect.get(target, key);
      if (typeof value !== 'function') return value;
      return (...args: readonly unknown[]) => {
        const answer: unknown = Reflect.apply(value, target, args);
        if (answer instanceof Promise) noticeDelay(answer, clock, tellOnce);
        return answer;
      };
    },
  });
}

function noticeDelay(answer: Promise<unknown>, clock: Clock, tell: () => void): void {
  const answered = new AbortController();
  const end = (): void => answered.abort();
  answer.then(end, end);
  clock.sleep(patienceMs, answered.signal).then(tell, () => undefined);
}
