import type { Clock } from '@flux19/ports';

interface Due {
  readonly key: string;
  readonly atMs: number;
}

/** One point in time per key; tells when it has come. A binary heap, woken by one timer. */
export class Schedule {
  readonly #clock: Clock;
  readonly #signal: AbortSignal;
  readonly #onDue: (key: string) => void;
  readonly #times = new Map<string, Due>();
  /** May hold entries that were replaced or cancelled: they are no longer in `times`. */
  readonly #heap: Due[] = [];
  #timer: { readonly atMs: number; readonly aborter: AbortController } | undefined;

  constructor(clock: Clock, signal: AbortSignal, onDue: (key: string) => void) {
    this.#clock = clock;
    this.#signal = signal;
    this.#onDue = onDue;
    signal.addEventListener('abort', () => this.#timer?.aborter.abort(), { once: true });
  }

  /** Sets the time of a key, in place of an earlier one. */
  set(key: string, delayMs: number): void {
    const due = { key, atMs: this.#clock.now() + Math.max(0, delayMs) };
    this.#times.set(key, due);
    push(this.#heap, due);
    this.#arm();
  }

  cancel(key: string): void {
    this.#times.delete(key);
  }

  get size(): number {
    return this.#times.size;
  }

  #arm(): void {
    this.#dropReplaced();
    const next = this.#heap[0];
    if (next === undefined || this.#signal.aborted) return;
    if (this.#timer !== undefined && this.#timer.atMs <= next.atMs) return;
    this.#timer?.aborter.abort();
    const timer = { atMs: next.atMs, aborter: new AbortController() };
    this.#timer = timer;
    this.#clock.sleep(next.atMs - this.#clock.now(), timer.aborter.signal).then(
      () => this.#ring(),
      () => undefined,
    );
  }

  #ring(): void {
    this.#timer = undefined;
    const now = this.#clock.now();
    for (let next = this.#heap[0]; next !== undefined && next.atMs <= now; next = this.#heap[0]) {
      pop(this.#heap);
      if (this.#times.get(next.key) !== next) continue;
      this.#times.delete(next.key);
      this.#onDue(next.key);
    }
    this.#arm();
  }

  #dropReplaced(): void {
    for (let next = this.#heap[0]; next !== undefined && this.#times.get(next.key) !== next; next = this.#heap[0]) {
      pop(this.#heap);
    }
  }
}

function push(heap: Due[], due: Due): void {
  let at = heap.push(due) - 1;
  while (at > 0) {
    const parent = (at - 1) >> 1;
    const above = heap[parent];
    if (above === undefined || above.atMs <= due.atMs) break;
    heap[at] = above;
    at = parent;
  }
  heap[at] = due;
}

function pop(heap: Due[]): void {
  const last = heap.pop();
  if (last === undefined || heap.length === 0) return;
  let at = 0;
  for (;;) {
    const child = smallerChild(heap, at);
    const below = heap[child];
    if (below === undefined || below.atMs >= last.atMs) break;
    heap[at] = below;
    at = child;
  }
  heap[at] = last;
}

function smallerChild(heap: readonly Due[], at: number): number {
  const left = 2 * at + 1;
  const [first, second] = [heap[left], heap[left + 1]];
  return first !== undefined && second !== undefined && second.atMs < first.atMs ? left + 1 : left;
}
