import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { ImageRunConfig } from '@flux19/oci';

/** What a container's spec says about its process. */
export interface ContainerSpec {
  readonly name: string;
  readonly image: string;
  readonly command?: readonly string[];
  readonly args?: readonly string[];
  readonly workingDir?: string;
  readonly stdin?: boolean;
  /** Whether standard input ends when the first client that was attached ends it. */
  readonly stdinOnce?: boolean;
  readonly tty?: boolean;
  readonly env?: readonly { readonly name: string; readonly value?: string }[];
  readonly ports?: readonly { readonly name?: string; readonly containerPort: number }[];
  readonly readinessProbe?: Probe;
}

interface Probe {
  readonly httpGet?: { readonly path?: string; readonly port: number | string };
  readonly tcpSocket?: { readonly port: number | string };
  readonly periodSeconds?: number;
  readonly initialDelaySeconds?: number;
}

/** A process to start. */
export interface ContainerCommand {
  readonly program: string;
  readonly args: readonly string[];
  readonly folder: string;
  readonly environment: Readonly<Record<string, string>>;
}

export interface CommandSurroundings {
  /** The unpacked image. */
  readonly rootFolder: string;
  /** Address of the Pod; the process gets it as HOST, and its first port as PORT. */
  readonly address: string;
  readonly podName: string;
  /** The Node that runs programs called `node`. */
  readonly nodeProgram: string;
  /** Value of PATH for programs that the image does not bring. */
  readonly searchPath: string;
}

/**
 * How to start a container without a container: image and spec are combined as Kubernetes combines them; paths that exist in the
 * image are taken from there. Returns undefined when neither image nor spec names a program.
 */
export function containerCommand(
  spec: ContainerSpec,
  image: ImageRunConfig,
  around: CommandSurroundings,
): ContainerCommand | undefined {
  // https://kubernetes.io/docs/tasks/inject-data-application/define-command-argument-container/: a command of the spec also
  // replaces the image's arguments.
  const entrypoint = spec.command ?? image.Entrypoint ?? [];
  const args = spec.args ?? (spec.command === undefined ? (image.Cmd ?? []) : []);
  const [program, ...rest] = [...entrypoint, ...args].map((word) => inImage(word, around.rootFolder));
  if (program === undefined) return undefined;
  const folder = join(around.rootFolder, spec.workingDir ?? image.WorkingDir ?? '/');
  return {
    program: program === 'node' ? around.nodeProgram : program,
    args: rest,
    folder: existsSync(folder) ? folder : around.rootFolder,
    environment: environmentOf(spec, image, around),
  };
}

function inImage(word: string, rootFolder: string): string {
  if (!word.startsWith('/')) return word;
  const path = join(rootFolder, word);
  return existsSync(path) ? path : word;
}

function environmentOf(
  spec: ContainerSpec,
  image: ImageRunConfig,
  { address, podName, searchPath }: CommandSurroundings,
): Record<string, string> {
  const ofImage = (image.Env ?? []).map((entry) => [
    entry.slice(0, entry.indexOf('=')),
    entry.slice(entry.indexOf('=') + 1),
  ]);
  const port = spec.ports?.[0]?.containerPort;
  return {
    ...Object.fromEntries(ofImage),
    PATH: searchPath,
    HOSTNAME: podName,
    HOST: address,
    ...(port === undefined ? {} : { PORT: String(port) }),
    ...Object.fromEntries((spec.env ?? []).map(({ name, value = '' }) => [name, value])),
  };
}

/** The number of a port that may be given by its name. */
export function portNumber(port: number | string, { ports = [] }: ContainerSpec): number {
  if (typeof port === 'number') return port;
  return ports.find(({ name }) => name === port)?.containerPort ?? Number(port);
}
