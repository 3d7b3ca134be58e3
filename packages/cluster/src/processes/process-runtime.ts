import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { PodLogRequest, PodProcesses } from '@flux19/apiserver';
import type { KubeObject } from '@flux19/objects';
import type { ImageRunConfig } from '@flux19/oci';
import type { Clock } from '@flux19/ports';
import type { Logger } from '@flux19/runtime';
import { type CommandSurroundings, type ContainerSpec, containerCommand } from './container-command.ts';
import { ContainerLog } from './container-log.ts';
import { ContainerProcess } from './container-process.ts';
import type { ContainerState, PodRuntime, PodState, RunningContainer } from './pod-runtime.ts';
import { processAccess } from './process-access.ts';
import { hasTerminals } from './terminal-program.ts';

/** Fetches an image into an empty folder and tells how it is run. Rejects when the image cannot be had. */
export type UnpackImage = (image: string, folder: string, signal: AbortSignal) => Promise<ImageRunConfig>;

export interface ProcessRuntimeOptions {
  /** Which images run as processes of this machine, with this user's rights: only those that the user has made or trusts. */
  readonly trusts: (image: string) => boolean;
  readonly unpack: UnpackImage;
  /** Images are unpacked here. */
  readonly folder: string;
  readonly nodeProgram: string;
  readonly searchPath: string;
  readonly clock: Clock;
  readonly log: Logger;
}

/** Waits between restarts of a container that ends: 250 ms, doubled each time, at most this. */
const longestRestartDelayMs = 30_000;

interface UnpackedImage {
  readonly folder: string;
  readonly config: ImageRunConfig;
}

interface Container {
  readonly spec: ContainerSpec;
  /** Added to a Pod that runs, for debugging; runs once. */
  readonly isEphemeral: boolean;
  log: ContainerLog;
  /** Log and end of the run before this one. */
  previous: { readonly log: ContainerLog; readonly state: ContainerState } | undefined;
  process: ContainerProcess | undefined;
  image: UnpackedImage | undefined;
  waiting: ContainerState | undefined;
  restarts: number;
}

interface PodRun {
  readonly address: string;
  readonly containers: Container[];
  readonly stop: AbortController;
  changed: () => void;
}

/** Runs Pods as processes of this machine: each with a loopback address of its own, without isolation. */
export class ProcessRuntime implements PodRuntime {
  readonly #options: ProcessRuntimeOptions;
  readonly #pods = new Map<string, PodRun>();
  readonly #images = new Map<string, Promise<UnpackedImage>>();
  #terminals: Promise<boolean> | undefined;

  constructor(options: ProcessRuntimeOptions) {
    this.#options = options;
  }

  takes(pod: KubeObject): boolean {
    return containersOf(pod).every(({ image }) => this.#options.trusts(image));
  }

  run(pod: KubeObject, changed: () => void): PodState {
    const uid = pod.metadata.uid ?? '';
    const run = this.#pods.get(uid) ?? this.#start(pod, uid);
    run.changed = changed;
    this.#startEphemeral(pod, run);
    const those = (isEphemeral: boolean) =>
      run.containers.filter((one) => one.isEphemeral === isEphemeral).map(described);
    return { address: run.address, containers: those(false), ephemeral: those(true) };
  }

  async stop(pod: KubeObject): Promise<void> {
    const uid = pod.metadata.uid ?? '';
    const run = this.#pods.get(uid);
    if (run === undefined) return;
    run.stop.abort(new Error('the Pod is being stopped'));
    await Promise.all(run.containers.map(({ process }) => process?.stop()));
    this.#pods.delete(uid);
  }

  async close(): Promise<void> {
    const runs = [...this.#pods.values()];
    for (const { stop } of runs) stop.abort(new Error('the cluster is closing'));
    await Promise.all(runs.flatMap(({ containers }) => containers.map(({ process }) => process?.stop())));
    this.#pods.clear();
  }

  readonly logs = ({ pod, container, query, signal }: PodLogRequest): ReadableStream<Uint8Array> | undefined => {
    const run = this.#pods.get(pod.metadata.uid ?? '');
    const found = run?.containers.find(({ spec }) => spec.name === container);
    const log = query.get('previous') === 'true' ? found?.previous?.log : found?.log;
    return log?.read(query, this.#options.clock.now(), signal);
  };

  processes(pod: KubeObject): PodProcesses | undefined {
    const run = this.#pods.get(pod.metadata.uid ?? '');
    if (run === undefined) return undefined;
    return processAccess(run, {
      surroundings: (rootFolder) => this.#surroundings(pod, run, rootFolder),
      hasTerminals: () => this.#hasTerminals(),
    });
  }

  #surroundings({ metadata }: KubeObject, { address }: PodRun, rootFolder: string): CommandSurroundings {
    const { nodeProgram, searchPath } = this.#options;
    return { rootFolder, address, podName: metadata.name, nodeProgram, searchPath };
  }

  #hasTerminals(): Promise<boolean> {
    this.#terminals ??= hasTerminals(this.#options.searchPath);
    return this.#terminals;
  }

  #start(pod: KubeObject, uid: string): PodRun {
    const containers = containersOf(pod).map((spec) => newContainer(spec, false));
    const run: PodRun = {
      address: loopbackAddress(uid),
      containers,
      stop: new AbortController(),
      changed: () => undefined,
    };
    this.#pods.set(uid, run);
    for (const container of containers) void this.#keepRunning(pod, run, container);
    return run;
  }

  #startEphemeral(pod: KubeObject, run: PodRun): void {
    const { ephemeralContainers = [] } = pod['spec'] as { readonly ephemeralContainers?: readonly ContainerSpec[] };
    for (const spec of ephemeralContainers) {
      if (run.containers.some((one) => one.spec.name === spec.name)) continue;
      const container = newContainer(spec, true);
      run.containers.push(container);
      if (this.#options.trusts(spec.image)) void this.#keepRunning(pod, run, container);
      else container.waiting = untrusted;
    }
  }

  async #keepRunning(pod: KubeObject, run: PodRun, container: Container): Promise<void> {
    const { clock, log } = this.#options;
    const { signal } = run.stop;
    const { restartPolicy } = pod['spec'] as { readonly restartPolicy?: string };
    const isRestarted = restartPolicy !== 'Never' && !container.isEphemeral;
    while (!signal.aborted) {
      try {
        const ended = await this.#runOnce(pod, run, container, signal);
        if (signal.aborted || !isRestarted) return;
        container.restarts += 1;
        container.waiting = {
          kind: 'waiting',
          reason: 'CrashLoopBackOff',
          message: `back-off after exit code ${ended}`,
        };
      } catch (thrown) {
        if (signal.aborted) return;
        const message = thrown instanceof Error ? thrown.message : String(thrown);
        log.error('a container cannot be started', thrown, { pod: pod.metadata.name, image: container.spec.image });
        container.waiting = { kind: 'waiting', reason: 'ImagePullBackOff', message };
        container.restarts += 1;
      }
      // Until the next run has begun, this one's log is still the container's.
      if (container.process !== undefined) container.previous = { log: container.log, state: container.process.state };
      container.process = undefined;
      run.changed();
      const delayMs = Math.min(longestRestartDelayMs, 125 * 2 ** container.restarts);
      await clock.sleep(delayMs, signal).catch(() => undefined);
    }
  }

  async #runOnce(pod: KubeObject, run: PodRun, container: Container, signal: AbortSignal): Promise<number> {
    const { clock } = this.#options;
    const { spec } = container;
    const image = await this.#unpacked(spec.image);
    const hasTerminals = spec.tty === true && (await this.#hasTerminals());
    signal.throwIfAborted();
    const { address } = run;
    const command = containerCommand(spec, image.config, this.#surroundings(pod, run, image.folder));
    if (command === undefined) throw new Error(`neither the image ${spec.image} nor the Pod names a program to run`);
    const ended = Promise.withResolvers<number>();
    const changed = (): void => {
      const state = container.process?.state;
      if (state?.kind === 'ended') ended.resolve(state.exitCode);
      run.changed();
    };
    if (container.previous !== undefined) container.log = new ContainerLog();
    const { log } = container;
    container.image = image;
    container.process = new ContainerProcess({ spec, command, address, log, clock, hasTerminals, changed });
    container.waiting = undefined;
    run.changed();
    return ended.promise;
  }

  /** Images are unpacked once; a failure is forgotten, so that the next start tries again. */
  #unpacked(image: string): Promise<UnpackedImage> {
    const known = this.#images.get(image);
    if (known !== undefined) return known;
    const name = createHash('sha256').update(image).digest('hex').slice(0, 16);
    const folder = join(this.#options.folder, name);
    const unpacking = this.#unpack(image, folder);
    this.#images.set(image, unpacking);
    unpacking.catch(() => this.#images.delete(image));
    return unpacking;
  }

  async #unpack(image: string, folder: string): Promise<UnpackedImage> {
    if (existsSync(folder)) rmSync(folder, { recursive: true });
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    return { folder, config: await this.#options.unpack(image, folder, AbortSignal.timeout(120_000)) };
  }
}

const untrusted: ContainerState = {
  kind: 'waiting',
  reason: 'ImagePullBackOff',
  message: 'only images of the registry of this cluster run as processes',
};

function newContainer(spec: ContainerSpec, isEphemeral: boolean): Container {
  return {
    spec,
    isEphemeral,
    log: new ContainerLog(),
    previous: undefined,
    process: undefined,
    image: undefined,
    waiting: { kind: 'waiting', reason: 'ContainerCreating' },
    restarts: 0,
  };
}

function containersOf(pod: KubeObject): readonly ContainerSpec[] {
  return (pod['spec'] as { readonly containers: readonly ContainerSpec[] }).containers;
}

function described({ spec, process, previous, waiting, restarts }: Container): RunningContainer {
  const state = waiting ?? process?.state ?? { kind: 'waiting', reason: 'ContainerCreating' };
  const last = previous?.state.kind === 'ended' ? { last: previous.state } : {};
  return { name: spec.name, state, ...last, restarts };
}

/** An address of 127.97.0.0/16, which Linux lets every program listen on; elsewhere all Pods share 127.0.0.1. */
function loopbackAddress(uid: string): string {
  if (process.platform !== 'linux') return '127.0.0.1';
  const [high = 0, low = 0] = createHash('sha256').update(uid).digest();
  return `127.97.${high}.${1 + (low % 254)}`;
}
