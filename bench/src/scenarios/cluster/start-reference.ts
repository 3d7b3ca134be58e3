import { generateKeyPairSync } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { ApiConnection } from './api-connection.ts';
import type { MeasuredServer } from './measured-server.ts';
import { ServerProcesses } from './server-processes.ts';

/** The programs of a real API server. */
export interface ReferencePrograms {
  readonly kubeApiserver: string;
  readonly etcd: string;
}

const token = 'bench';
const readyWithinMs = 120_000;

/** Starts a real kube-apiserver with an etcd of its own, RBAC on, as on a control plane; etcd keeps its usual durability. */
export async function startReference({ kubeApiserver, etcd }: ReferencePrograms): Promise<MeasuredServer> {
  const folder = mkdtempSync(join(tmpdir(), 'flux19-reference-'));
  const key = join(folder, 'service-accounts.key');
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  writeFileSync(key, privateKey.export({ type: 'pkcs1', format: 'pem' }), { mode: 0o600 });
  writeFileSync(join(folder, 'tokens.csv'), `${token},admin,admin,"system:masters"\n`, { mode: 0o600 });
  const [clients, peers, secure] = [await freePort(), await freePort(), await freePort()];
  const began = performance.now();
  const processes = new ServerProcesses();
  const stop = async (): Promise<void> => {
    await processes.stop();
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    processes.start(etcd, etcdArguments(join(folder, 'etcd'), clients, peers)).stdout.resume();
    processes.start(kubeApiserver, apiServerArguments(folder, key, clients, secure)).stdout.resume();
    const url = `https://127.0.0.1:${secure}`;
    await untilReady(url, began + readyWithinMs);
    return { url, token, readyMs: performance.now() - began, pids: processes.pids, stop };
  } catch (failure) {
    await stop();
    throw failure;
  }
}

function etcdArguments(folder: string, clients: number, peers: number): string[] {
  const [client, peer] = [`http://127.0.0.1:${clients}`, `http://127.0.0.1:${peers}`];
  return [
    `--data-dir=${folder}`,
    `--listen-client-urls=${client}`,
    `--advertise-client-urls=${client}`,
    `--listen-peer-urls=${peer}`,
    `--initial-advertise-peer-urls=${peer}`,
    `--initial-cluster=default=${peer}`,
    '--log-level=error',
  ];
}

function apiServerArguments(folder: string, key: string, clients: number, secure: number): string[] {
  return [
    `--etcd-servers=http://127.0.0.1:${clients}`,
    `--secure-port=${secure}`,
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

async function untilReady(url: string, deadline: number): Promise<void> {
  const connection = new ApiConnection({ url, token }, 1);
  try {
    for (;;) {
      const answer = await connection.send({ method: 'GET', path: '/readyz' }).catch((failure: unknown) => failure);
      if (answer === 'ok') return;
      if (performance.now() > deadline) throw new Error('the real API server is not ready', { cause: answer });
      await sleep(10);
    }
  } finally {
    connection.close();
  }
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  return port;
}
