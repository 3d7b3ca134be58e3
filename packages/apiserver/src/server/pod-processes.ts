import type { KubeObject } from '@flux19/objects';
import type { ByteConnection } from '@flux19/ports';

/** Size of a terminal in characters. */
export interface TerminalSize {
  readonly columns: number;
  readonly rows: number;
}

/** What a client has connected to a command. */
export interface CommandStreams {
  /** What the client types; absent when it types nothing. */
  readonly stdin: AsyncIterable<Uint8Array> | undefined;
  /** Takes output; absent when the client does not want it. Resolves when there is room for more. */
  readonly stdout: ((data: Uint8Array) => Promise<void>) | undefined;
  readonly stderr: ((data: Uint8Array) => Promise<void>) | undefined;
  /** Whether the command is to run in a terminal. Then there is no stderr of its own. */
  readonly isTerminal: boolean;
  /** Sizes of the client's terminal, the latest last. */
  readonly sizes: AsyncIterable<TerminalSize>;
  /** Aborts when the client goes away: nobody wants the command any more. */
  readonly signal: AbortSignal;
}

/** A container with a process that runs. */
export interface ContainerProcesses {
  /** Runs a command beside the container's process and resolves with its exit code. Rejects when it cannot be started. */
  exec(command: readonly string[], streams: CommandStreams): Promise<number>;
  /** Connects to the container's process itself. Resolves when that ends or the client goes away. */
  attach(streams: CommandStreams): Promise<void>;
}

/** A connection that a pod has agreed to go on with in another protocol, and what it said with that. */
export interface SwitchedConnection {
  readonly headers: Headers;
  readonly connection: ByteConnection;
}

/** A pod whose containers are processes. */
export interface PodProcesses {
  /** Undefined when the container does not run at the moment. */
  container(name: string): ContainerProcesses | undefined;
  /** Connects to a port of the pod. Rejects with the system's error. */
  connect(port: number, signal: AbortSignal): Promise<ByteConnection>;
  /** Sends a request to a port of the pod; only the path, query, method, headers and body of the request count. Rejects with the system's error. */
  fetch(port: number, request: Request): Promise<Response>;
  /** Sends a request that asks for another protocol, its headers say for which. Rejects with the system's error. */
  upgrade(port: number, request: Request): Promise<Response | SwitchedConnection>;
}

/** Finds the processes of a pod, for exec, attach, port-forward and proxy. */
export interface PodProcessFinder {
  /** Undefined for a pod that is simulated. */
  find(pod: KubeObject): PodProcesses | undefined;
  /** What the user can do so that processes run; the end of a sentence of its own. */
  readonly help: string;
}
