import { TemplateError } from '../template-error.ts';
import type { Meter } from '../values/go-value.ts';

/** What a template may use up. */
export interface TemplateLimits {
  /** Characters of the result. */
  readonly outputLength: number;
  /** Nodes that are evaluated. */
  readonly steps: number;
  /** Characters and items of everything that is made on the way. */
  readonly allocation: number;
  /** Templates inside each other. */
  readonly depth: number;
  readonly timeMs: number;
}

export const defaultLimits: TemplateLimits = {
  outputLength: 1024 * 1024,
  steps: 1_000_000,
  allocation: 64 * 1024 * 1024,
  depth: 250,
  timeMs: 5000,
};

/** The clock is asked once in so many steps. */
const stepsBetweenLooks = 256;

/** Counts what a run uses up; throws `TemplateError` when it is too much. */
export class Budget implements Meter {
  readonly #limits: TemplateLimits;
  readonly #now: () => number;
  readonly #name: string;
  readonly #end: number;
  #steps = 0;
  #spent = 0;
  #written = 0;

  /** @param now milliseconds of any clock that only goes forward */
  constructor(name: string, limits: TemplateLimits, now: () => number) {
    this.#name = name;
    this.#limits = limits;
    this.#now = now;
    this.#end = now() + limits.timeMs;
  }

  get depth(): number {
    return this.#limits.depth;
  }

  step(): void {
    this.#steps += 1;
    if (this.#steps > this.#limits.steps) throw this.#exceeded(`more than ${this.#limits.steps} steps`);
    if (this.#steps % stepsBetweenLooks === 0 && this.#now() > this.#end) {
      throw this.#exceeded(`more than ${this.#limits.timeMs} ms`);
    }
  }

  spend(size: number): void {
    this.#spent += size;
    if (this.#spent > this.#limits.allocation || !Number.isFinite(size)) throw this.#exceeded('too much memory');
  }

  write(length: number): void {
    this.#written += length;
    if (this.#written <= this.#limits.outputLength) return;
    throw this.#exceeded(`more than ${this.#limits.outputLength} characters of output`);
  }

  #exceeded(what: string): TemplateError {
    return new TemplateError(`template: ${this.#name}: exceeded its limits: ${what}`);
  }
}
