import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseKubeconfig } from '@flux19/kube';
import { eventually } from '@flux19/ports';
import { type BackgroundCommand, startCommand } from '../processes/background-command.ts';
import { bareEnvironment } from '../processes/bare-environment.ts';
import { freePort } from '../processes/free-port.ts';
import { mustRun } from '../processes/run-command.ts';
import { scratchFolder } from '../processes/scratch-folder.ts';
import { type ServerUnderTest, users } from './server-under-test.ts';

/** Paths of the programs. */
export interface RealPrograms {
  readonly kubeApiServer: string;
  readonly etcd: string;
}

const readyAfterMs = 60_000;

/** Starts etcd and kube-apiserver on loopback, with nothing beside them, and resolves when they are ready. */
export async function startRealServer(programs: RealPrograms): Promise<ServerUnderTest> {
  const scratch = scratchFolder();
  const commands: BackgroundCommand[] = [];
  const stop = async (): Promise<void> => {
    for (const command of commands.toReversed()) await command.stop('SIGKILL');
    scratch.remove();
  };
  try {
    const environment = bareEnvironment(scratch.path);
    const [etcdPort, peerPort, port] = [await freePort(), await freePort(), await freePort()];
    commands.push(startCommand(programs.etcd, etcdArguments(scratch.path, etcdPort, peerPort), { environment }));
    const key = join(scratch.path, 'accounts.key');
    await mustRun('openssl', ['genrsa', '-out', key, '2048'], { environment });
    writeFileSync(join(scratch.path, 'tokens.csv'), tokenFile());
    const args = apiServerArguments(scratch.path, key, etcdPort, port);
    const apiServer = startCommand(programs.kubeApiServer, args, { environment });
    commands.push(apiServer);
    const server = connect(`https://127.0.0.1:${port}`, stop);
    await untilReady(server, apiServer);
    return server;
  } catch (error) {
    await stop();
    throw error;
  }
}

function etcdArguments(folder: string, port: string, peerPort: string): string[] {
  const client = `http://127.0.0.1:${port}`;
  const peer = `http://127.0.0.1:${peerPort}`;
  return [
    ...['--data-dir', join(folder, 'etcd')],
    ...['--listen-client-urls', client, '--advertise-client-urls', client],
    ...['--listen-peer-urls', peer, '--initial-advertise-peer-urls', peer, '--initial-cluster', `default=${peer}`],
    ...['--unsafe-no-fsync', '--log-level', 'error'],
  ];
}

/** What it does in the background is switched off, so that only requests move the resource version. */
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
    '--endpoint-reconciler-type=none',
    '--etcd-compaction-interval=0',
    '--runtime-config=api/all=true',
    '--feature-gates=APIServerIdentity=false,UnknownVersionInteroperabilityProxy=false,GenericWorkload=true,TopologyAwareWorkloadScheduling=true,CompositePodGroup=true,EvictionRequestAPI=true',
  ];
}

function tokenFile(): string {
  return Object.values(users)
    .map(({ token, name, groups }) => `${token},${name},${name},"${groups.join(',')}"\n`)
    .join('');
}

function connect(url: string, stop: () => Promise<void>): ServerUnderTest {
  const config = {
    apiVersion: 'v1',
    kind: 'Config',
    clusters: [{ name: 'real', cluster: { server: url, 'insecure-skip-tls-verify': true } }],
    users: [{ name: 'story', user: {} }],
    contexts: [{ name: 'real', context: { cluster: 'real', user: 'story' } }],
    'current-context': 'real',
  };
  const connection = parseKubeconfig(JSON.stringify(config), {});
  return {
    fetch: connection.fetch,
    url,
    async close() {
      await connection.close();
      await stop();
    },
  };
}

/** Ready means here: it says so, and the namespaces that it makes by itself are there. */
async function untilReady({ fetch, url }: ServerUnderTest, process: BackgroundCommand): Promise<void> {
  const headers = { authorization: `Bearer ${users.admin.token}` };
  const ask = async (path: string): Promise<void> => {
    const response = await fetch(new Request(`${url}${path}`, { headers }));
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
