import type { KubeObject } from '@flux19/objects';
import type { Clock } from '@flux19/ports';
import { readiness, readyCondition } from '../kinds/flux-kind.ts';
import type { Progress } from '../program/terminal.ts';
import { hintFor } from './hints.ts';

/** Waiting for another object is told only when it lasts: at the start everything waits for a moment. */
const patienceMs = 3_000;
const waiting = /^DependencyNotReady: |^ArtifactFailed: (?:Source .* retrying in|.*" not found$)/;

/** Tells how objects fare, each news once. */
export class ReadinessTeller {
  readonly #clock: Clock;
  readonly #progress: Progress;
  readonly #signal: AbortSignal;
  /** What was told last, by uid. */
  readonly #told = new Map<string, string>();
  /** What is told if it lasts, by uid. */
  readonly #pending = new Map<string, AbortController>();

  constructor(clock: Clock, progress: Progress, signal: AbortSignal) {
    this.#clock = clock;
    this.#progress = progress;
    this.#signal = signal;
  }

  forget({ metadata }: KubeObject): void {
    const { uid = '' } = metadata;
    this.#told.delete(uid);
    this.#withdraw(uid);
  }

  see(object: KubeObject): void {
    const { ready, message } = readiness(object);
    const isSettled = ready !== 'Unknown' && message !== 'waiting to be reconciled';
    if (!isSettled) return;
    const { uid = '' } = object.metadata;
    this.#withdraw(uid);
    if (ready === 'False' && waiting.test(`${readyCondition(object)?.reason}: ${message}`))
      this.#tellLater(object, uid);
    else this.#tell(object);
  }

  #tellLater(object: KubeObject, uid: string): void {
    const pending = new AbortController();
    this.#pending.set(uid, pending);
    const signal = AbortSignal.any([this.#signal, pending.signal]);
    this.#clock.sleep(patienceMs, signal).then(
      () => this.#tell(object),
      () => undefined,
    );
  }

  #withdraw(uid: string): void {
    this.#pending.get(uid)?.abort(new Error('there is other news'));
    this.#pending.delete(uid);
  }

  #tell(object: KubeObject): void {
    const { ready, message } = readiness(object);
    const { name, namespace, uid = '' } = object.metadata;
    const text = `${object.kind}/${namespace}/${name} ${message}`;
    if (this.#told.get(uid) === `${ready} ${text}`) return;
    this.#told.set(uid, `${ready} ${text}`);
    if (ready === 'True') this.#progress.success(text);
    else this.#progress.failure(text);
    const hint = hintFor(object);
    if (hint !== undefined) this.#progress.warning(`  ${hint.cause}; next: ${hint.next}`);
  }
}
