import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Readable, Writable } from 'node:stream';
import { pathToFileURL } from 'node:url';
import { bareEnvironment, runCommand } from '@flux19/processes';
import { builtFolder } from '../reference-clients/reference-client.ts';

const packageName = '@kubernetes/client-node';
const version = '2.0.1';

/** An object as the client reads it. */
export interface ClientObject {
  readonly apiVersion?: string;
  readonly kind?: string;
  readonly metadata?: {
    readonly name?: string;
    readonly namespace?: string;
    readonly resourceVersion?: string;
    readonly labels?: Readonly<Record<string, string>>;
  };
  readonly data?: Readonly<Record<string, string>>;
  readonly status?: unknown;
}

interface ClientList {
  readonly items: readonly ClientObject[];
}

interface Sockets {
  close(): void;
}

interface ClientInformer {
  on(event: string, callback: (object: ClientObject) => void): void;
  start(): Promise<void>;
  stop(): Promise<void>;
  get(name: string, namespace: string): ClientObject | undefined;
  list(namespace?: string): readonly ClientObject[];
}

type Config = object;

interface CoreApi {
  listNamespacedConfigMap(request: { namespace: string }): Promise<ClientList>;
}

/** The parts of the client library that the tests use. */
export interface ClientNode {
  readonly KubeConfig: new () => Config & {
    loadFromFile(path: string): void;
    makeApiClient(api: unknown): CoreApi;
  };
  readonly CoreV1Api: unknown;
  readonly PatchStrategy: Readonly<Record<'MergePatch' | 'ServerSideApply' | 'StrategicMergePatch', string>>;
  readonly KubernetesObjectApi: {
    makeApiClient(config: Config): {
      create(object: ClientObject): Promise<ClientObject>;
      read(object: ClientObject): Promise<ClientObject>;
      patch(
        object: ClientObject,
        pretty?: string,
        dryRun?: string,
        fieldManager?: string,
        force?: boolean,
        strategy?: string,
      ): Promise<ClientObject>;
      list(apiVersion: string, kind: string, namespace?: string): Promise<ClientList>;
      delete(object: ClientObject): Promise<unknown>;
    };
  };
  readonly Watch: new (
    config: Config,
  ) => {
    watch(
      path: string,
      query: Readonly<Record<string, string>>,
      onEvent: (phase: string, object: ClientObject) => void,
      done: (error: unknown) => void,
    ): Promise<AbortController>;
  };
  readonly makeInformer: (config: Config, path: string, list: () => Promise<ClientList>) => ClientInformer;
  readonly Exec: new (
    config: Config,
  ) => {
    exec(
      namespace: string,
      pod: string,
      container: string,
      command: readonly string[],
      out: Writable,
      err: Writable | null,
      input: Readable | null,
      tty: boolean,
      onStatus?: (status: object) => void,
    ): Promise<Sockets>;
  };
  readonly PortForward: new (
    config: Config,
  ) => {
    portForward(
      namespace: string,
      pod: string,
      ports: readonly number[],
      out: Writable,
      err: Writable | null,
      input: Readable,
    ): Promise<Sockets>;
  };
  readonly Attach: new (
    config: Config,
  ) => {
    attach(
      namespace: string,
      pod: string,
      container: string,
      out: Writable,
      err: Writable | null,
      input: Readable | null,
      tty: boolean,
    ): Promise<Sockets>;
  };
  readonly Log: new (
    config: Config,
  ) => {
    log(
      namespace: string,
      pod: string,
      container: string,
      out: Writable,
      options: Readonly<Record<string, boolean | number>>,
    ): Promise<AbortController>;
  };
}

const folder = join(builtFolder, 'client-node');
const entry = join(folder, 'node_modules', packageName, 'dist', 'index.js');

/**
 * Why the tests with the client library cannot run here; false when they can. The library is installed beside the other reference
 * clients, not with the packages of this repository: it would be most of them.
 */
export async function whyNoClientNode(): Promise<string | false> {
  if (existsSync(entry)) return false;
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'package.json'), '{ "private": true }\n');
  const args = ['install', '--ignore-scripts', '--no-audit', '--no-fund', `${packageName}@${version}`];
  const environment = { ...bareEnvironment(folder), ...registrySettings() };
  const done = await runCommand('npm', args, { environment, workingFolder: folder, timeoutMs: 180_000 }).catch(
    (thrown: unknown) => ({ code: -1, err: String(thrown) }),
  );
  return done.code === 0 && existsSync(entry) ? false : `skipped: ${packageName} cannot be installed: ${done.err}`;
}

/** Where npm of this machine finds packages. */
function registrySettings(): Record<string, string> {
  const wanted = /^(npm_config_|https?_proxy$|no_proxy$|node_extra_ca_certs$|npmrc$)/i;
  const entries = Object.entries(process.env).filter(([name, value]) => wanted.test(name) && value !== undefined);
  const userConfig =
    process.env['HOME'] === undefined ? {} : { npm_config_userconfig: join(process.env['HOME'], '.npmrc') };
  return { ...userConfig, ...(Object.fromEntries(entries) as Record<string, string>) };
}

export async function loadClientNode(): Promise<ClientNode> {
  return (await import(pathToFileURL(entry).href)) as ClientNode;
}
