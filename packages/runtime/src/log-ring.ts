import type { LogRecord } from './logger.ts';

/** The latest log lines, for `flux19 logs` and the logs of the simulated Pods. */
export class LogRing {
  readonly capacity: number;

  constructor(capacity = 5000) {
    this.capacity = capacity;
  }

  add(_record: LogRecord): void {
    throw new Error('not written yet');
  }

  /** Oldest first. */
  records(): readonly LogRecord[] {
    throw new Error('not written yet');
  }

  /** Told of every line from now on. */
  onRecord(_handler: (record: LogRecord) => void): () => void {
    throw new Error('not written yet');
  }
}
