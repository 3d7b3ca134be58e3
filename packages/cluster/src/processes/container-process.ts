import { type ChildProcess, spawn } from 'node:child_process';
import type { Clock } from '@flux19/ports';
import type { ContainerCommand, ContainerSpec } from './container-command.ts';
import type { ContainerLog } from './container-log.ts';
import type { ContainerState } from './pod-runtime.ts';
import { isReadyNow } from './probe-readiness.ts';
import { tethered } from './tether.ts';

/** How long a process may take to end by itself before it is killed. */
const graceMs = 5_000;
/** How often a container that is not ready yet is looked at. */
const impatientMs = 50;
const defaultPeriodSeconds = 10;

export interface ContainerProcessOptions {
  readonly spec: ContainerSpec;
  readonly command: ContainerCommand;
  readonly address: string;
  readonly log: ContainerLog;
  readonly clock: Clock;
  readonly changed: () => void;
}

/** One run of a container as a process of this machine. */
export class ContainerProcess {
  readonly #options: ContainerProcessOptions;
  readonly #child: ChildProcess;
  readonly #stop = new AbortController();
  readonly #ended: Promise<void>;
  #state: ContainerState;

  constructor(options: ContainerProcessOptions) {
    const { command, clock, log } = options;
    this.#options = options;
    const startedAtMs = clock.now();
    this.#state = { kind: 'running', startedAtMs, isReady: false };
    // A group of its own, so that what the process starts ends with it.
    this.#child = spawn(...tethered(command.program, command.args), {
      cwd: command.folder,
      env: { ...command.environment },
      stdio: 'pipe',
      detached: true,
    });
    for (const stream of [this.#child.stdout, this.#child.stderr]) {
      stream?.setEncoding('utf8').on('data', (piece: string) => log.write(piece, clock.now()));
    }
    this.#ended = new Promise((resolve) => {
      this.#child.once('error', (error) => {
        log.write(`${error.message}\n`, clock.now());
        this.#end(startedAtMs, 127, resolve);
      });
      this.#child.once('close', (code) => this.#end(startedAtMs, code ?? 137, resolve));
    });
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

  #end(startedAtMs: number, exitCode: number, resolve: () => void): void {
    this.#stop.abort(new Error('the container has ended'));
    this.#become({ kind: 'ended', startedAtMs, endedAtMs: this.#options.clock.now(), exitCode });
    resolve();
  }

  #kill(signal: NodeJS.Signals): void {
    const { pid } = this.#child;
    if (pid === undefined || this.#state.kind === 'ended') return;
    try {
      process.kill(-pid, signal);
    } catch {
      // It has ended in the meantime.
    }
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
