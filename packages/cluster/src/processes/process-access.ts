import type { CommandStreams, ContainerProcesses, PodProcesses } from '@flux19/apiserver';
import type { ImageRunConfig } from '@flux19/oci';
import type { CommandSurroundings, ContainerSpec } from './container-command.ts';
import type { ContainerProcess } from './container-process.ts';
import { execCommand } from './exec-command.ts';
import { launch } from './launch.ts';
import { connectPort, fetchPort, upgradePort } from './reach-port.ts';
import { runCommand } from './run-command.ts';

/** A Pod that runs: its address, and its containers with the processes that they have at the moment. */
export interface AccessiblePod {
  readonly address: string;
  readonly containers: readonly {
    readonly spec: ContainerSpec;
    readonly process: ContainerProcess | undefined;
    readonly image: { readonly folder: string; readonly config: ImageRunConfig } | undefined;
  }[];
}

export interface AccessOptions {
  /** What a command finds around it, given the folder of the unpacked image. */
  readonly surroundings: (rootFolder: string) => CommandSurroundings;
  /** Whether commands can run in terminals here. */
  readonly hasTerminals: () => Promise<boolean>;
}

/**
 * How clients of the API reach a Pod whose containers are processes. Commands have the rights of this process, as the containers have:
 * they are kept apart by nothing.
 */
export function processAccess({ address, containers }: AccessiblePod, options: AccessOptions): PodProcesses {
  return {
    container(name) {
      const found = containers.find(({ spec }) => spec.name === name);
      if (found?.process?.state.kind !== 'running' || found.image === undefined) return undefined;
      return containerAccess(found.spec, found.process, found.image, options);
    },
    connect: (port, signal) => connectPort(address, port, signal),
    fetch: (port, request) => fetchPort(address, port, request),
    upgrade: (port, request) => upgradePort(address, port, request),
  };
}

function containerAccess(
  spec: ContainerSpec,
  process: ContainerProcess,
  { folder, config }: { readonly folder: string; readonly config: ImageRunConfig },
  { surroundings, hasTerminals }: AccessOptions,
): ContainerProcesses {
  return {
    async exec(words, streams) {
      const command = execCommand(words, spec, config, surroundings(folder));
      const isTerminal = streams.isTerminal && (await hasTerminals());
      const launched = launch(command, { hasInput: streams.stdin !== undefined, isTerminal });
      return await runCommand(launched, streams.isTerminal && !isTerminal ? likeTerminal(streams) : streams);
    },
    attach: (streams) => process.attach(streams),
  };
}

/** What a terminal would do with output: each line begins at the left, and errors are shown among the rest. */
export function likeTerminal(streams: CommandStreams): CommandStreams {
  const { stdout } = streams;
  const show =
    stdout === undefined
      ? undefined
      : (data: Uint8Array) => {
          const text = Buffer.from(data).toString('latin1').replace(/\r?\n/g, '\r\n');
          return stdout(Buffer.from(text, 'latin1'));
        };
  return { ...streams, stdout: show, stderr: show };
}
