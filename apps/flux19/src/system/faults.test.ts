import assert from 'node:assert/strict';
import { once } from 'node:events';
import { renameSync, rmSync, writeFileSync } from 'node:fs';
import { connect, createServer, type Server, type Socket } from 'node:net';
import { after, before, suite, test } from 'node:test';
import { eventually } from '@flux19/ports';
import { gitRepository, type RepositoryStory, readyText, startRepositoryStory } from '../testing/repository-story.ts';

const configMap = (name: string, value: string): string =>
  `apiVersion: v1\nkind: ConfigMap\nmetadata: {name: ${name}, namespace: default}\ndata: {key: ${value}}\n`;

const patienceMs = 30_000;

/** Stands before the git server and lets traffic through, holds it, or is not there. */
class Gateway {
  readonly #sockets = new Set<Socket>();
  #server: Server | undefined;
  #port = 0;
  isHolding = false;
  /** Where traffic goes. */
  target = '';

  get url(): string {
    return `http://127.0.0.1:${this.#port}/repo`;
  }

  async open(): Promise<void> {
    this.#server = createServer((socket) => this.#accept(socket)).listen(this.#port, '127.0.0.1');
    await once(this.#server, 'listening');
    const address = this.#server.address();
    if (address !== null && typeof address === 'object') this.#port = address.port;
  }

  async close(): Promise<void> {
    this.drop();
    this.#server?.close();
    if (this.#server?.listening === true) await once(this.#server, 'close');
  }

  drop(): void {
    for (const socket of this.#sockets) socket.destroy();
    this.#sockets.clear();
  }

  /** Bytes only: what they mean is between git and its server. */
  #accept(socket: Socket): void {
    this.#sockets.add(socket);
    socket.on('error', () => undefined);
    if (this.isHolding) return;
    const { port } = new URL(this.target);
    const onward = connect(Number(port), '127.0.0.1');
    this.#sockets.add(onward);
    onward.on('error', () => socket.destroy());
    socket.pipe(onward).pipe(socket);
  }
}

suite('faults', () => {
  let story: RepositoryStory;
  const gateway = new Gateway();
  const { signal } = new AbortController();

  before(async () => {
    story = await startRepositoryStory({ 'all/a.yaml': configMap('a', 'one') });
    gateway.target = story.system.git.listener.url;
    await gateway.open();
    const far = gitRepository('far', gateway.url);
    const spec = { ...(far['spec'] as object), interval: '1s', timeout: '2s' };
    await story.system.client.create({ ...far, spec }, {}, signal);
    await story.follow('all', { sourceRef: { kind: 'GitRepository', name: 'far' } });
    await applied('one');
  });
  after(async () => {
    await story.close();
    await gateway.close();
  });

  async function applied(value: string): Promise<void> {
    const address = { apiVersion: 'v1', kind: 'ConfigMap', namespace: 'default', name: 'a' };
    await eventually(async () => {
      assert.deepEqual((await story.system.client.find(address, signal))?.['data'], { key: value });
      assert.match(readyText(await story.get('GitRepository', 'far')), /^True/);
      assert.match(readyText(await story.get('Kustomization', 'all')), /^True/);
    }, patienceMs);
  }

  async function sourceFails(pattern: RegExp): Promise<void> {
    await eventually(async () => assert.match(readyText(await story.get('GitRepository', 'far')), pattern), patienceMs);
  }

  /** What was applied stays, and is still what the source last brought. */
  async function staysReady(): Promise<void> {
    assert.match(readyText(await story.get('Kustomization', 'all')), /^True/);
  }

  test('a git server that is gone is reported, and read again when it is back', async () => {
    await gateway.close();
    story.commit({ 'all/a.yaml': configMap('a', 'two') });
    await sourceFails(/^False GitOperationFailed: /);
    await staysReady();
    await gateway.open();
    await applied('two');
  });

  test('a git server that accepts and then says nothing is given up, and read again when it answers', async () => {
    gateway.isHolding = true;
    gateway.drop();
    story.commit({ 'all/a.yaml': configMap('a', 'three') });
    await sourceFails(/^False GitOperationFailed: .*(time|deadline)/i);
    await staysReady();
    gateway.isHolding = false;
    gateway.drop();
    await applied('three');
  });

  test('a folder that cannot be written is reported, and used again when it can', async () => {
    const { artifacts } = story.system.data;
    const aside = `${artifacts}-aside`;
    renameSync(artifacts, aside);
    writeFileSync(artifacts, 'not a folder');
    story.commit({ 'all/a.yaml': configMap('a', 'four') });
    await sourceFails(/^False \w+: .*(artifact|director|storage|lock)/i);
    rmSync(artifacts);
    renameSync(aside, artifacts);
    await applied('four');
  });
});
