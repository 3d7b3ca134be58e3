import type { Readable } from 'node:stream';
import type { CommandStreams } from '@flux19/apiserver';
import type { Clock } from '@flux19/ports';
import type { ContainerCommand, ContainerSpec } from './container-command.ts';
import type { ContainerLog, LogStream } from './container-log.ts';
import { type LaunchedProcess, launch } from './launch.ts';
import type { ContainerState } from './pod-runtime.ts';
import { isReadyNow } from './probe-readiness.ts';
import { feed } from './run-command.ts';

/** How long a process may take to end by itself before it is killed. */
const graceMs = 5_000;
/** How often a container that is not ready yet is looked at. */
const impatientMs = 50;
const defaultPeriodSeconds = 10;
/** Exit code of a program that cannot be started. */
const notFoundCode = 127;

export interface ContainerProcessOptions {
  readonly spec: ContainerSpec;
  readonly command: ContainerCommand;
  readonly address: string;
  readonly log: ContainerLog;
  readonly clock: Clock;
  /** Whether containers that ask for a terminal get one. */
  readonly hasTerminals: boolean;
  readonly changed: () => void;
}

/** Takes output besides the log; while it does not resolve, the process has to wait. */
type Watcher = (stream: LogStream, data: Uint8Array) => Promise<void> | undefined;

/** One run of a container as a process of this machine. */
export class ContainerProcess {
  readonly #options: ContainerProcessOptions;
  readonly #process: LaunchedProcess;
  readonly #stop = new AbortController();
  readonly #ended: Promise<void>;
  readonly #watchers = new Set<Watcher>();
  #state: ContainerState;

  constructor(options: ContainerProcessOptions) {
    const { command, clock, spec, hasTerminals } = options;
    this.#options = options;
    const startedAtMs = clock.now();
    this.#state = { kind: 'running', startedAtMs, isReady: false };
    this.#process = launch(command, {
      hasInput: spec.stdin === true,
      isTerminal: spec.tty === true && hasTerminals,
    });
    const reading = [this.#read('stdout', this.#process.stdout), this.#read('stderr', this.#process.stderr)];
    this.#ended = this.#untilEnded(startedAtMs, reading);
    void this.#watchReadiness(startedAtMs);
  }

  get state(): ContainerState {
    return this.#state;
  }

  /** Ends the process, gently at first. */
  async stop(): Promise<void> {
    this.#stop.abort(new Error('the container is being stopped'));
    this.#kill('SIGTERM');
    const timer = setTimeout(() => this.#kill('SIGKILL'), graceMs);
    await this.#ended;
    clearTimeout(timer);
  }

  /** Shows a client what the process writes from now on, and passes on what the client types. Resolves when one of them ends. */
  async attach({ stdin, stdout, stderr, sizes, signal }: CommandStreams): Promise<void> {
    const takers = { stdout, stderr };
    const watcher: Watcher = (stream, data) => takers[stream]?.(data);
    const gone = new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }));
    this.#watchers.add(watcher);
    if (stdin !== undefined && this.#process.stdin !== undefined) {
      void feed(this.#process.stdin, stdin, this.#options.spec.stdinOnce === true);
    }
    void (async () => {
      for await (const size of sizes) this.#process.resize(size);
    })();
    await Promise.race([gone, this.#ended]);
    this.#watchers.delete(watcher);
  }

  async #read(stream: LogStream, source: Readable): Promise<void> {
    const decoder = new TextDecoder();
    for await (const piece of source) {
      const data = piece as Buffer;
      this.#options.log.write(stream, decoder.decode(data, { stream: true }), this.#options.clock.now());
      await Promise.all([...this.#watchers].map((watcher) => watcher(stream, data)));
    }
  }

  async #untilEnded(startedAtMs: number, reading: readonly Promise<void>[]): Promise<void> {
    const { clock, log } = this.#options;
    const exitCode = await this.#process.ended.catch((error: unknown) => {
      log.write('stderr', `${error instanceof Error ? error.message : String(error)}\n`, clock.now());
      return notFoundCode;
    });
    await Promise.allSettled(reading);
    log.end(clock.now());
    this.#stop.abort(new Error('the container has ended'));
    this.#become({ kind: 'ended', startedAtMs, endedAtMs: clock.now(), exitCode });
  }

  #kill(signal: NodeJS.Signals): void {
    if (this.#state.kind !== 'ended') this.#process.kill(signal);
  }

  #become(state: ContainerState): void {
    if (this.#state.kind === 'ended') return;
    this.#state = state;
    this.#options.changed();
  }

  async #watchReadiness(startedAtMs: number): Promise<void> {
    const { spec, address, clock } = this.#options;
    const { signal } = this.#stop;
    const period = (spec.readinessProbe?.periodSeconds ?? defaultPeriodSeconds) * 1000;
    let wasReady = false;
    while (!signal.aborted) {
      const isReady = await isReadyNow(spec, address, signal);
      if (signal.aborted) return;
      if (isReady !== wasReady) this.#become({ kind: 'running', startedAtMs, isReady });
      wasReady = isReady;
      await clock.sleep(isReady ? period : impatientMs, signal).catch(() => undefined);
    }
  }
}
