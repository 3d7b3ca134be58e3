import type { ChildProcess } from 'node:child_process';
import { GitError } from '../git-error.ts';
import { endProcessGroup } from '../process/end-process-group.ts';
import { type GitObject, ObjectParser } from './object-parser.ts';

export interface ObjectReaderOptions {
  /** Starts `git cat-file --batch` on the repository, `detached` and with piped standard streams. */
  readonly start: () => ChildProcess;
  readonly maximumObjectBytes: number;
  /** How long the process is kept without a question. */
  readonly idleMs: number;
}

interface Question {
  readonly answer: (object: GitObject | undefined) => void;
  readonly fail: (why: unknown) => void;
}

interface Running {
  readonly child: ChildProcess;
  /** In the order in which they were asked. */
  readonly questions: Question[];
}

/** A name that `git cat-file` may be asked for: a hash or a full reference name, without anything git would interpret. */
const safeName = /^(?:[0-9a-f]{40}|[0-9a-f]{64}|refs\/[^\s~^:?*[\\]+)$/;

/**
 * Reads objects of one repository through one process that stays: a question costs a round trip through a pipe instead of a start.
 * The process ends when nothing is asked for a while and starts again when needed. It sees objects that others add.
 */
export class ObjectReader {
  readonly #options: ObjectReaderOptions;
  #running: Running | undefined;
  #idle: NodeJS.Timeout | undefined;

  constructor(options: ObjectReaderOptions) {
    this.#options = options;
  }

  /** The object of a hash or full reference name; undefined when there is none. Throws `GitError`. */
  read(name: string, signal: AbortSignal): Promise<GitObject | undefined> {
    if (signal.aborted) return Promise.reject(signal.reason);
    if (!safeName.test(name)) return Promise.reject(new GitError('InvalidReference', `ref ${name} is invalid`));
    const { child, questions } = this.#start();
    const { promise, resolve, reject } = Promise.withResolvers<GitObject | undefined>();
    const onAbort = (): void => reject(signal.reason);
    signal.addEventListener('abort', onAbort, { once: true });
    // An aborted question keeps its place: answers come in the order of the questions.
    questions.push({ answer: resolve, fail: reject });
    child.stdin?.write(`${name}\n`);
    return promise.finally(() => signal.removeEventListener('abort', onAbort));
  }

  /** Ends the process. A later `read` starts another. */
  close(): void {
    clearTimeout(this.#idle);
    if (this.#running !== undefined) this.#end(new GitError('Failed', 'reading was ended'));
  }

  #start(): Running {
    clearTimeout(this.#idle);
    if (this.#running !== undefined) {
      if (this.#running.questions.length === 0) hold(this.#running.child, true);
      return this.#running;
    }
    const running = { child: this.#options.start(), questions: [] as Question[] };
    const parser = new ObjectParser(this.#options.maximumObjectBytes, (object) => {
      running.questions.shift()?.answer(object);
      if (running.questions.length === 0) this.#rest();
    });
    running.child.stdout?.on('data', (chunk: Buffer) => {
      try {
        parser.push(chunk);
      } catch (thrown) {
        if (this.#running === running) this.#end(thrown);
      }
    });
    running.child.stdin?.on('error', () => undefined);
    running.child.stderr?.resume();
    running.child.once('error', (error) => this.#lost(running, error));
    running.child.once('close', () => this.#lost(running, undefined));
    this.#running = running;
    return running;
  }

  /** Nobody waits: neither the process nor its pipes may keep this program from ending. */
  #rest(): void {
    if (this.#running === undefined) return;
    hold(this.#running.child, false);
    this.#idle = setTimeout(() => this.close(), this.#options.idleMs).unref();
  }

  #lost(running: Running, cause: unknown): void {
    if (this.#running === running) this.#running = undefined;
    const failure = new GitError('Failed', 'the repository can no longer be read', { cause });
    for (const question of running.questions.splice(0)) question.fail(failure);
  }

  #end(why: unknown): void {
    const running = this.#running;
    this.#running = undefined;
    if (running === undefined) return;
    for (const question of running.questions.splice(0)) question.fail(why);
    endProcessGroup(running.child);
  }
}

/** Says whether a child and its pipes keep the program running. */
function hold(child: ChildProcess, isHeld: boolean): void {
  const handles = [child, child.stdin, child.stdout, child.stderr] as readonly { ref?(): void; unref?(): void }[];
  for (const handle of handles) {
    if (isHeld) handle?.ref?.();
    else handle?.unref?.();
  }
}
