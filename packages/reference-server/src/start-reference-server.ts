import { generateKeyPairSync } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseKubeconfig } from '@flux19/kube';
import { eventually, type Handler } from '@flux19/ports';
import { type BackgroundCommand, bareEnvironment, freePort, scratchFolder, startCommand } from '@flux19/processes';
import type { ReferencePrograms } from './find-reference-programs.ts';

/** Somebody whom the server knows by a token. */
export interface ReferenceUser {
  readonly token: string;
  readonly name: string;
  readonly groups: readonly string[];
}

export interface ReferenceServerOptions {
  readonly programs: ReferencePrograms;
  /** The first has to be an administrator. */
  readonly users: readonly [ReferenceUser, ...ReferenceUser[]];
  /** For kube-apiserver, after those that it needs. */
  readonly flags?: readonly string[];
  /** Lets etcd sync every write to the disk, as in production. */
  readonly isDurable?: boolean;
}

/** A running server with nothing beside it: no controllers, no nodes. */
export interface ReferenceServer {
  /** `https://127.0.0.1:6443`, without a slash at the end. */
  readonly url: string;
  /** Trusts the server's certificate; brings no token. */
  readonly fetch: Handler;
  /** From the start of etcd until it was ready. */
  readonly readyMs: number;
  readonly pids: readonly number[];
  /** Ends it; what it held is gone. */
  close(): Promise<void>;
}

const readyAfterMs = 120_000;

/** Starts etcd and kube-apiserver on loopback, with RBAC, and resolves when they are ready. Rejects with what they said otherwise. */
export async function startReferenceServer(options: ReferenceServerOptions): Promise<ReferenceServer> {
  const scratch = scratchFolder();
  const commands: BackgroundCommand[] = [];
  const stop = async (): Promise<void> => {
    for (const command of commands.toReversed()) await command.stop('SIGKILL');
    scratch.remove();
  };
  try {
    const environment = bareEnvironment(scratch.path);
    const { programs, users } = options;
    const [etcdPort, peerPort, port] = [await freePort(), await freePort(), await freePort()];
    const start = (program: string, args: readonly string[]): BackgroundCommand => {
      const command = startCommand(program, args, { environment });
      commands.push(command);
      return command;
    };
    const key = join(scratch.path, 'accounts.key');
    writeFileSync(key, newKey(), { mode: 0o600 });
    writeFileSync(join(scratch.path, 'tokens.csv'), tokenFile(users), { mode: 0o600 });
    const began = performance.now();
    start(programs.etcd, etcdArguments(scratch.path, etcdPort, peerPort, options.isDurable === true));
    const args = [...apiServerArguments(scratch.path, key, etcdPort, port), ...(options.flags ?? [])];
    const apiServer = start(programs.kubeApiServer, args);
    const url = `https://127.0.0.1:${port}`;
    const connection = connect(url);
    await untilReady((path) => connection.fetch(asked(url, path, users[0])), apiServer);
    return {
      url,
      fetch: connection.fetch,
      readyMs: performance.now() - began,
      pids: commands.map(({ pid }) => pid),
      async close() {
        await connection.close();
        await stop();
      },
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

function newKey(): string {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  return privateKey.export({ type: 'pkcs1', format: 'pem' }).toString();
}

function etcdArguments(folder: string, port: string, peerPort: string, isDurable: boolean): string[] {
  const client = `http://127.0.0.1:${port}`;
  const peer = `http://127.0.0.1:${peerPort}`;
  return [
    ...['--data-dir', join(folder, 'etcd')],
    ...['--listen-client-urls', client, '--advertise-client-urls', client],
    ...['--listen-peer-urls', peer, '--initial-advertise-peer-urls', peer, '--initial-cluster', `default=${peer}`],
    ...(isDurable ? [] : ['--unsafe-no-fsync']),
    ...['--log-level', 'error'],
  ];
}

function apiServerArguments(folder: string, key: string, etcdPort: string, port: string): string[] {
  return [
    `--etcd-servers=http://127.0.0.1:${etcdPort}`,
    `--secure-port=${port}`,
    '--bind-address=127.0.0.1',
    `--cert-dir=${join(folder, 'certificates')}`,
    '--service-account-issuer=https://kubernetes.default.svc.cluster.local',
    `--service-account-key-file=${key}`,
    `--service-account-signing-key-file=${key}`,
    '--service-cluster-ip-range=10.96.0.0/12',
    `--token-auth-file=${join(folder, 'tokens.csv')}`,
    '--authorization-mode=RBAC',
  ];
}

function tokenFile(users: readonly ReferenceUser[]): string {
  return users.map(({ token, name, groups }) => `${token},${name},${name},"${groups.join(',')}"\n`).join('');
}

function connect(url: string): { readonly fetch: Handler; close(): Promise<void> } {
  const config = {
    apiVersion: 'v1',
    kind: 'Config',
    clusters: [{ name: 'real', cluster: { server: url, 'insecure-skip-tls-verify': true } }],
    users: [{ name: 'nobody', user: {} }],
    contexts: [{ name: 'real', context: { cluster: 'real', user: 'nobody' } }],
    'current-context': 'real',
  };
  return parseKubeconfig(JSON.stringify(config), {});
}

function asked(url: string, path: string, { token }: ReferenceUser): Request {
  return new Request(`${url}${path}`, { headers: { authorization: `Bearer ${token}` } });
}

/** Ready means here: it says so, and the namespaces that it makes by itself are there. */
async function untilReady(get: (path: string) => Promise<Response>, process: BackgroundCommand): Promise<void> {
  const ask = async (path: string): Promise<void> => {
    const response = await get(path);
    await response.arrayBuffer();
    if (!response.ok) throw new Error(`${path} answers ${response.status}: ${process.err().slice(-1000)}`);
  };
  await eventually(async () => {
    await ask('/readyz');
    for (const name of ['default', 'kube-node-lease', 'kube-public', 'kube-system']) {
      await ask(`/api/v1/namespaces/${name}`);
    }
  }, readyAfterMs);
}
