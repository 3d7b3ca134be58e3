import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { administrator, type CommandStreams, type PodProcesses, tokenAuthenticator } from '@flux19/apiserver';
import { type ByteConnection, eventually, type MessageConnection, type Upgrade } from '@flux19/ports';
import fc from 'fast-check';
import { startApi } from '../testing/api-client.ts';
import { writeFrame } from './spdy/frame.ts';
import { FrameReader } from './spdy/frame-reader.ts';
import { HeaderWriter } from './spdy/header-block.ts';
import { fakeConnection } from './testing/fake-connection.ts';

const readerOfPods = { name: 'jane', groups: [] };

/** Repeats what it reads on one output, the number of bytes on the other, and ends with the code that its command names. */
async function run(command: readonly string[], { stdin, stdout, stderr, sizes }: CommandStreams): Promise<number> {
  let count = 0;
  for await (const piece of stdin ?? []) {
    count += piece.length;
    await stdout?.(piece);
  }
  await stderr?.(Buffer.from(`${count}`));
  if (command[0] === 'size')
    for await (const { columns, rows } of sizes) await stdout?.(Buffer.from(`${columns}x${rows}`));
  if (command[0] === 'fail') throw new Error('no such program');
  return Number(command[0] ?? 0) || 0;
}

async function connect(port: number): Promise<ByteConnection> {
  if (port !== 80) throw new Error('connection refused');
  const connection = fakeConnection<Uint8Array>();
  return {
    ...connection,
    received: (async function* () {
      yield Buffer.from('welcome');
    })(),
  };
}

const processes: PodProcesses = {
  container: (name) =>
    name === 'gone' ? undefined : { exec: run, attach: async (streams) => void (await run(['0'], streams)) },
  connect: (port) => connect(port),
  fetch: () => Promise.reject(new Error('not here')),
  upgrade: () => Promise.reject(new Error('not here')),
};

async function server() {
  const api = startApi({
    authorization: 'RBAC',
    authenticator: tokenAuthenticator(
      new Map([
        ['secret', administrator],
        ['jane', readerOfPods],
      ]),
    ),
    podProcesses: { find: (pod) => (pod.metadata.name === 'web' ? processes : undefined), help: 'push its image' },
  });
  const containers = ['web', 'gone'].map((name) => ({ name, image: 'web:1' }));
  for (const name of ['web', 'simulated', 'unplaced']) {
    const spec = { containers, ...(name === 'unplaced' ? {} : { nodeName: 'node' }) };
    const created = await api.post('/api/v1/namespaces/default/pods', { metadata: { name }, spec });
    assert.equal(created.code, 201, created.text);
  }
  const ask = (path: string, headers: Readonly<Record<string, string>>, token = 'secret') =>
    api.server.upgrade(
      new Request(`https://localhost/api/v1/namespaces/default/pods/${path}`, {
        method: headers['upgrade'] === 'websocket' ? 'GET' : 'POST',
        headers: { connection: 'Upgrade', authorization: `Bearer ${token}`, ...headers },
      }),
    );
  return { api, ask };
}

const webSocket = (protocols?: string) => ({
  upgrade: 'websocket',
  ...(protocols === undefined ? {} : { 'sec-websocket-protocol': protocols }),
});
const spdy = (protocols?: string) => ({
  upgrade: 'SPDY/3.1',
  ...(protocols === undefined ? {} : { 'x-stream-protocol-version': protocols }),
});

function upgraded<Kind extends Upgrade['kind']>(answer: Response | Upgrade, kind: Kind): Upgrade & { kind: Kind } {
  assert.ok(!(answer instanceof Response) && answer.kind === kind);
  return answer as Upgrade & { kind: Kind };
}

async function refusal(answer: Promise<Response | Upgrade>): Promise<string> {
  const response = await answer;
  assert.ok(response instanceof Response);
  const text = await response.text();
  const message = text.startsWith('{') ? (JSON.parse(text) as { message: string }).message : text;
  return `${response.status} ${message}`;
}

type Sent = readonly (string | Uint8Array)[];

/** What was sent on a channel. */
function onChannel(sent: Sent, channel: number): string {
  const bytes = sent.map((message) => Buffer.from(message as Uint8Array)).filter(([first]) => first === channel);
  return Buffer.concat(bytes.map((one) => one.subarray(1))).toString();
}

suite('answerUpgrade', () => {
  test('runs a command over a WebSocket of version 5, whose input the client ends', async () => {
    const { ask } = await server();
    const query = 'command=3&container=web&stdin=true&stdout=true&stderr=true';
    const upgrade = upgraded(
      await ask(`web/exec?${query}`, webSocket('v4.channel.k8s.io, v5.channel.k8s.io')),
      'websocket',
    );
    assert.equal(upgrade.protocol, 'v5.channel.k8s.io');
    const connection = fakeConnection<string | Uint8Array>();
    const speaking = upgrade.speak(connection as MessageConnection);
    connection.say(Buffer.from('\0hello '), Buffer.from('\0you'), Uint8Array.of(255, 0));
    await speaking;
    assert.deepEqual(connection.sent[0], Buffer.from([1]));
    assert.equal(onChannel(connection.sent, 1), 'hello you');
    assert.equal(onChannel(connection.sent, 2), '9');
    const { status, reason, details } = JSON.parse(onChannel(connection.sent, 3)) as Record<string, unknown>;
    assert.deepEqual([status, reason], ['Failure', 'NonZeroExitCode']);
    assert.deepEqual(details, { causes: [{ reason: 'ExitCode', message: '3' }] });
  });

  test('speaks older protocols of WebSockets, in base64 too', async () => {
    const { ask } = await server();
    const outcomes: string[] = [];
    for (const protocol of ['v4.channel.k8s.io', 'v4.base64.channel.k8s.io', 'channel.k8s.io', undefined]) {
      const answer = await ask('web/exec?command=fail&container=web&stdout=true', webSocket(protocol));
      const upgrade = upgraded(answer, 'websocket');
      assert.equal(upgrade.protocol, protocol);
      const connection = fakeConnection<string | Uint8Array>();
      await upgrade.speak(connection as MessageConnection);
      const last = connection.sent.at(-1) ?? '';
      const text =
        typeof last === 'string' ? Buffer.from(last.slice(1), 'base64').toString() : onChannel(connection.sent, 3);
      outcomes.push(text.startsWith('{') ? (JSON.parse(text) as { message: string }).message : text);
    }
    const failure = 'Internal error occurred: error executing command in container: no such program';
    assert.deepEqual(outcomes, Array(4).fill(failure));
  });

  test('tells a command in a terminal its size', async () => {
    const { ask } = await server();
    const query = 'command=size&container=web&stdout=true&tty=true&stderr=true';
    const upgrade = upgraded(await ask(`web/exec?${query}`, webSocket('v5.channel.k8s.io')), 'websocket');
    const connection = fakeConnection<string | Uint8Array>();
    const speaking = upgrade.speak(connection as MessageConnection);
    connection.say(
      Buffer.from('\x04{"Width":80,"Hei'),
      Buffer.from('\x04ght":24}{"Width":1}{"Width":100,"Height":30}'),
    );
    connection.say(Uint8Array.of(255, 4));
    await speaking;
    assert.equal(onChannel(connection.sent, 1), '80x24100x30');
    assert.equal(onChannel(connection.sent, 2), '');
  });

  test('forwards ports through channels, two for each', async () => {
    const { ask } = await server();
    const upgrade = upgraded(
      await ask('web/portforward?ports=80&ports=81', webSocket('v4.channel.k8s.io')),
      'websocket',
    );
    const connection = fakeConnection<string | Uint8Array>();
    await upgrade.speak(connection as MessageConnection);
    assert.equal(onChannel(connection.sent, 0), 'P\0welcome');
    assert.equal(onChannel(connection.sent, 1), 'P\0');
    assert.equal(onChannel(connection.sent, 3), 'Q\0error forwarding port 81 to pod web: connection refused');
  });

  test('forwards ports over SPDY, also through a tunnel', async () => {
    const { ask } = await server();
    const headers = new HeaderWriter();
    const open = (streamId: number, streamType: string) => {
      const values = new Map([
        ['streamtype', [streamType]],
        ['port', ['80']],
        ['requestid', ['0']],
      ]);
      return writeFrame({ kind: 'open', streamId, isLast: false, headers: values }, headers);
    };
    const upgrade = upgraded(await ask('web/portforward', webSocket('SPDY/3.1+portforward.k8s.io')), 'websocket');
    const connection = fakeConnection<string | Uint8Array>();
    const speaking = upgrade.speak(connection as MessageConnection);
    connection.say(Buffer.concat([open(1, 'error'), open(3, 'data')]));
    await eventually(() => assert.equal(connection.sent.length, 5));
    connection.leave();
    await speaking;
    const reader = new FrameReader();
    const frames = connection.sent.flatMap((piece) => reader.read(piece as Uint8Array));
    assert.deepEqual(
      frames.map(({ kind }) => kind),
      ['reply', 'reply', 'data', 'data', 'data'],
    );
    const data = frames.flatMap((frame) => (frame.kind === 'data' && frame.streamId === 3 ? [frame.data] : []));
    assert.equal(Buffer.concat(data).toString(), 'welcome');
  });

  test('survives clients that speak no SPDY', async () => {
    const { ask } = await server();
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.uint8Array({ maxLength: 60 }), { maxLength: 10 }),
        fc.boolean(),
        async (pieces, isCommand) => {
          const answer = isCommand
            ? await ask('web/exec?command=0&container=web&stdout=true', spdy('v4.channel.k8s.io'))
            : await ask('web/portforward', spdy('portforward.k8s.io'));
          const upgrade = upgraded(answer, 'bytes');
          const connection = fakeConnection<Uint8Array>();
          const speaking = upgrade.speak(connection);
          connection.say(...pieces);
          connection.leave();
          await speaking;
        },
      ),
    );
  });

  test('refuses, in the words of Kubernetes, what cannot be streamed', async () => {
    const { ask } = await server();
    const v5 = webSocket('v5.channel.k8s.io');
    const query = 'command=0&container=web&stdout=true';
    const answers = [
      [ask(`nothing/exec?${query}`, v5), '404 pods "nothing" not found'],
      [ask(`unplaced/exec?${query}`, v5), '400 pod unplaced does not have a host assigned'],
      [ask('web/exec?command=0&container=web', v5), '400 you must specify at least 1 of stdin, stdout, stderr'],
      [
        ask('web/exec?command=0&stdout=true', v5),
        '400 a container name must be specified for pod web, choose one of: [web gone]',
      ],
      [ask('web/exec?command=0&stdout=true&container=no', v5), '400 container no is not valid for pod web'],
      [ask('web/exec?container=web&stdout=true', v5), '400 you must specify at least one command for the container'],
      [
        ask(`simulated/attach?${query}`, v5),
        '400 pod simulated is simulated: no process runs for it on this cluster; push its image',
      ],
      [ask(`web/exec?${query}`, webSocket('v9.channel.k8s.io')), '403 '],
      [ask('web/portforward', webSocket('v4.channel.k8s.io')), '400 query parameter "port" is required'],
      [ask('web/portforward?ports=0', webSocket('v4.channel.k8s.io')), '400 port "0" must be > 0'],
      [
        ask('web/exec?command=0&container=gone&stdout=true', spdy('v4.channel.k8s.io')),
        '500 container not found ("gone")\n',
      ],
      [
        ask('web/portforward', spdy('other')),
        '403 unable to upgrade: unable to negotiate protocol: client supports [other], server accepts [portforward.k8s.io]\n',
      ],
      [ask(`web/exec?${query}`, v5, 'wrong'), '401 Unauthorized'],
    ] as const;
    for (const [answer, expected] of answers) assert.equal(await refusal(answer), expected);
  });

  test('asks who may do it, for the verb that creates too', async () => {
    const { api, ask } = await server();
    const grant = async (verbs: readonly string[], name: string): Promise<void> => {
      const rules = [{ apiGroups: [''], resources: ['pods/exec'], verbs }];
      const group = 'rbac.authorization.k8s.io';
      const subjects = [{ kind: 'User', apiGroup: group, name: 'jane' }];
      for (const [kind, part] of [
        ['Role', { rules }],
        ['RoleBinding', { subjects, roleRef: { apiGroup: group, kind: 'Role', name } }],
      ] as const) {
        const path = `/apis/${group}/v1/namespaces/default/${kind.toLowerCase()}s`;
        assert.equal((await api.post(path, { metadata: { name }, ...part })).code, 201);
      }
    };
    const exec = () => ask('web/exec?command=0&container=web&stdout=true', webSocket('v5.channel.k8s.io'), 'jane');
    const told = (verb: string) =>
      `403 pods "web" is forbidden: User "jane" cannot ${verb} resource "pods/exec" in API group "" in the namespace "default"`;
    assert.equal(await refusal(exec()), told('get'));
    await grant(['get'], 'get');
    assert.equal(await refusal(exec()), told('create'));
    await grant(['create'], 'create');
    upgraded(await exec(), 'websocket');
  });

  test('answers requests for other paths as if they had not asked, and streams without an upgrade not at all', async () => {
    const { api, ask } = await server();
    const list = await ask('', webSocket());
    assert.ok(list instanceof Response);
    assert.equal(((await list.json()) as { kind: string }).kind, 'PodList');
    const { code, body } = await api.get('/api/v1/namespaces/default/pods/web/exec?container=web');
    assert.equal(`${code} ${body['message']}`, '400 Upgrade request required');
  });
});
