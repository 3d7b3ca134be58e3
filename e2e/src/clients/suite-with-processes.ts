import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, suite } from 'node:test';
import { type Cluster, ProcessRuntime, startCluster, type UnpackImage } from '@flux19/cluster';
import { systemClock } from '@flux19/ports';
import { bareEnvironment, type ScratchFolder, scratchFolder } from '@flux19/processes';
import { createLogger } from '@flux19/runtime';
import { createCommandLine } from './command-line.ts';
import { createKubectl, type Kubectl, whyNoKubectl } from './kubectl.ts';

/** What the tests of one suite share: a cluster whose Pods are processes when their images are from `registry.local`. */
export interface ProcessStage {
  readonly kubectl: Kubectl;
  /** kubectl that speaks SPDY where it would open a WebSocket. */
  readonly spdyKubectl: Pick<Kubectl, 'run' | 'fail' | 'try' | 'start'>;
  cluster(): Cluster;
  folder(): string;
  /** Path of the kubeconfig. */
  kubeconfig(): string;
}

/** Answers requests with what it was asked, repeats what it reads, and says on both outputs that it has started. */
const program = `
import { createServer } from 'node:http';
const { HOST, PORT } = process.env;
process.stdin.on('data', (data) => console.log('read ' + String(data).trim()));
const server = createServer((request, response) => {
  console.log('asked for ' + request.url);
  if (request.url.startsWith('/elsewhere')) return response.writeHead(302, { location: '/there?x=1' }).end();
  response.setHeader('set-cookie', ['a=1', 'b=2']);
  const { host, authorization = 'nobody' } = request.headers;
  const said = [request.method, request.url, request.headers['x-forwarded-uri'], authorization];
  let body = '';
  request.on('data', (data) => { body += data; });
  request.on('end', () => response.end(said.join(' ') + ' ' + body));
});
server.listen(Number(PORT), HOST, () => {
  server.on('upgrade', (request, socket, head) => {
    const answer = 'HTTP/1.1 101 Switching Protocols\\r\\nConnection: Upgrade\\r\\nUpgrade: websocket\\r\\nX-Seen: ' + request.url;
    socket.write(answer + '\\r\\n\\r\\n');
    socket.write(head);
    socket.pipe(socket);
  });
  console.error('a warning');
  console.log('listening');
});
`;

const unpack: UnpackImage = async (image, folder) => {
  writeFileSync(join(folder, 'server.mjs'), program);
  mkdirSync(join(folder, 'data'));
  writeFileSync(join(folder, 'data', 'file.txt'), 'content\n');
  const code = image.endsWith(':ends') ? 'console.log("run " + process.pid); process.exit(3)' : undefined;
  const Entrypoint = code === undefined ? ['node', '/server.mjs'] : ['node', '-e', code];
  return { Entrypoint, WorkingDir: '/data', Env: ['COLOUR=blue'] };
};

/** A suite with such a cluster in this process and kubectl talking to it; skipped where one of both is not to be had. */
export async function suiteWithProcesses(name: string, tests: (stage: ProcessStage) => void): Promise<void> {
  const isLinux = process.platform === 'linux';
  const skip = isLinux ? await whyNoKubectl() : 'skipped: Pods have addresses of their own on Linux only';
  await suite(name, { skip }, () => {
    let folder: ScratchFolder | undefined;
    let cluster: Cluster | undefined;
    const log = createLogger({ level: 'error', write: () => undefined });
    before(async () => {
      folder = scratchFolder();
      const podRuntime = new ProcessRuntime({
        trusts: (image) => image.startsWith('registry.local/'),
        unpack,
        folder: join(folder.path, 'images'),
        nodeProgram: process.execPath,
        searchPath: bareEnvironment(folder.path)['PATH'] ?? '',
        clock: systemClock,
        log,
      });
      cluster = await startCluster({ log, podRuntime, authorization: 'RBAC' });
      writeFileSync(join(folder.path, 'kubeconfig'), await cluster.kubeconfig());
    });
    after(async () => {
      await cluster?.close();
      folder?.remove();
    });
    const isStarted = <T>(thing: T | undefined): T => {
      if (thing === undefined) throw new Error('the cluster is not running');
      return thing;
    };
    const kubeconfig = (): string => join(isStarted(folder).path, 'kubeconfig');
    const place = () => ({ kubeconfig: kubeconfig(), home: isStarted(folder).path });
    const withoutWebSockets = ['KUBECTL_REMOTE_COMMAND_WEBSOCKETS=false', 'KUBECTL_PORT_FORWARD_WEBSOCKETS=false'];
    tests({
      kubectl: createKubectl(place),
      spdyKubectl: createCommandLine(['env', ...withoutWebSockets, 'kubectl'], place),
      cluster: () => isStarted(cluster),
      folder: () => isStarted(folder).path,
      kubeconfig,
    });
  });
}

/** A Pod that runs as a process, and one that is simulated, with a Service for each. */
export const processPods = `apiVersion: v1
kind: Pod
metadata:
  name: web
  labels:
    app: web
spec:
  containers:
    - name: web
      image: registry.local/web:1
      stdin: true
      env:
        - name: EXTRA
          value: more
      ports:
        - name: http
          containerPort: 18099
      readinessProbe:
        tcpSocket:
          port: http
---
apiVersion: v1
kind: Pod
metadata:
  name: simulated
  labels:
    app: simulated
spec:
  containers:
    - name: web
      image: registry.example/web:1
---
apiVersion: v1
kind: Service
metadata:
  name: web
spec:
  selector:
    app: web
  ports:
    - name: http
      port: 80
      targetPort: http
---
apiVersion: v1
kind: Service
metadata:
  name: simulated
spec:
  selector:
    app: simulated
  ports:
    - port: 80
---
apiVersion: v1
kind: Service
metadata:
  name: empty
spec:
  selector:
    app: nothing
  ports:
    - port: 80
`;
