import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

/** How the process of the cluster fares. */
export interface Vitals {
  /** Delay of the event loop since the delays were last forgotten. */
  readonly p99Ms: number;
  readonly maxMs: number;
  /** After a collection of garbage, with what lies outside of the heap. */
  readonly heapBytes: number;
  readonly rssBytes: number;
  /** Unhandled rejections and uncaught exceptions. */
  readonly broken: readonly string[];
}

export type ServerQuestion =
  | { readonly ask: 'kubeconfig' | 'forget delays' | 'vitals' | 'end faults' | 'hits' }
  | { readonly ask: 'restart'; readonly downMs: number };

export interface ServerAnswer {
  readonly kubeconfig?: string;
  readonly vitals?: Vitals;
  readonly hits?: Readonly<Record<string, number>>;
}

/** The process that the cluster runs in. */
export interface ServerProcess {
  readonly kubeconfig: string;
  ask(question: ServerQuestion): Promise<ServerAnswer>;
  vitals(): Promise<Vitals>;
  /** Resolves when the process has ended; true when it did so by itself before it was told to. */
  close(): Promise<boolean>;
}

/** Starts the cluster. Rejects when it does not come up. */
export async function startServerProcess(seed: number): Promise<ServerProcess> {
  const child = fork(join(import.meta.dirname, 'soak-server.ts'), [String(seed)], { execArgv: ['--expose-gc'] });
  const exited = once(child, 'exit');
  let hasEnded = false;
  void exited.then(() => {
    hasEnded = true;
  });
  let asked = 0;
  const ask = async (question: ServerQuestion): Promise<ServerAnswer> => {
    asked += 1;
    const id = asked;
    return await new Promise((resolve, reject) => {
      const hear = (answer: ServerAnswer & { readonly id: number }): void => {
        if (answer.id !== id) return;
        child.off('message', hear);
        resolve(answer);
      };
      child.on('message', hear);
      void exited.then(() => reject(new Error('the process of the cluster has ended')));
      child.send({ ...question, id });
    });
  };
  const { kubeconfig } = await ask({ ask: 'kubeconfig' });
  if (kubeconfig === undefined) throw new Error('the cluster gave no kubeconfig');
  return {
    kubeconfig,
    ask,
    async vitals() {
      const { vitals } = await ask({ ask: 'vitals' });
      if (vitals === undefined) throw new Error('the cluster gave no vitals');
      return vitals;
    },
    async close() {
      const endedByItself = hasEnded;
      if (!hasEnded) child.disconnect();
      await exited;
      return endedByItself;
    },
  };
}
