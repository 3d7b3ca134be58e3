import assert from 'node:assert/strict';
import { PassThrough, Writable } from 'node:stream';
import { before, test } from 'node:test';
import { eventually } from '@flux19/ports';
import { type ClientNode, type ClientObject, loadClientNode, whyNoClientNode } from './clients/client-node.ts';
import { processPods, suiteWithProcesses } from './clients/suite-with-processes.ts';

/** Remembers what is written to it. */
function collector(): Writable & { text(): string } {
  let text = '';
  const stream = new Writable({
    write(piece, _encoding, done) {
      text += String(piece);
      done();
    },
  });
  return Object.assign(stream, { text: () => text });
}

const missing = await whyNoClientNode();

await suiteWithProcesses('@kubernetes/client-node', ({ kubectl, kubeconfig, cluster }) => {
  let library: ClientNode;
  let config: InstanceType<ClientNode['KubeConfig']>;

  before(async () => {
    if (missing !== false) return;
    library = await loadClientNode();
    config = new library.KubeConfig();
    config.loadFromFile(kubeconfig());
    await kubectl.run('apply -f -', processPods);
    await kubectl.run('wait --for=condition=Ready pod/web --timeout=20s');
  });

  const it = (title: string, story: () => Promise<void>): void =>
    void test(title, { skip: missing, timeout: 60_000 }, story);
  const configMap = (name: string, data: Record<string, string>): ClientObject => ({
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name, namespace: 'default' },
    data,
  });

  it('KubernetesObjectApi creates, patches in every way, applies, lists and deletes', async () => {
    const objects = library.KubernetesObjectApi.makeApiClient(config);
    const { MergePatch, StrategicMergePatch, ServerSideApply } = library.PatchStrategy;
    await objects.create(configMap('objects', { a: '1' }));
    const patch = (data: Record<string, string>, strategy?: string, manager?: string) =>
      objects.patch(configMap('objects', data), undefined, undefined, manager, undefined, strategy);
    await patch({ b: '2' }, StrategicMergePatch);
    await patch({ c: '3' }, MergePatch);
    const applied = await patch({ d: '4' }, ServerSideApply, 'client-node');
    assert.deepEqual(applied.data, { a: '1', b: '2', c: '3', d: '4' });
    await assert.rejects(patch({ a: 'taken' }, ServerSideApply, 'client-node'), /conflict/i);
    const { items } = await objects.list('v1', 'ConfigMap', 'default');
    assert.ok(items.some(({ metadata }) => metadata?.name === 'objects'));
    await objects.delete(configMap('objects', {}));
    await assert.rejects(objects.read(configMap('objects', {})), /404|not found/i);
  });

  it('an informer follows changes, and goes on after its connection was broken', async () => {
    const api = config.makeApiClient(library.CoreV1Api);
    const path = '/api/v1/namespaces/default/configmaps';
    const informer = library.makeInformer(config, path, () => api.listNamespacedConfigMap({ namespace: 'default' }));
    const seen: string[] = [];
    for (const event of ['add', 'update', 'delete']) {
      informer.on(event, ({ metadata }) => seen.push(`${event} ${metadata?.name}`));
    }
    let isWanted = true;
    // What the library asks its users to do; it says so when it is stopped, too.
    informer.on('error', () => void setTimeout(() => void (isWanted && informer.start()), 50));
    await informer.start();
    await kubectl.run('create configmap followed --from-literal=a=1');
    await eventually(() => assert.ok(seen.includes('add followed')));
    await cluster().restart();
    await kubectl.run('create configmap afterwards --from-literal=a=1');
    await kubectl.run(['patch', 'configmap', 'followed', '-p', '{"data":{"a":"2"}}']);
    await eventually(() => {
      assert.ok(seen.includes('add afterwards'));
      assert.deepEqual(informer.get('followed', 'default')?.data, { a: '2' });
    }, 20_000);
    await kubectl.run('delete configmap afterwards followed');
    await eventually(() => assert.equal(informer.get('afterwards', 'default'), undefined), 20_000);
    isWanted = false;
    await informer.stop();
  });

  it('Watch sees events and bookmarks until it is ended', async () => {
    const events: string[] = [];
    const ended = Promise.withResolvers<void>();
    const query = { fieldSelector: 'metadata.name=watched' };
    const aborter = await new library.Watch(config).watch(
      '/api/v1/namespaces/default/configmaps',
      query,
      (phase, { metadata }) => void events.push(`${phase} ${metadata?.name}`),
      () => ended.resolve(),
    );
    await kubectl.run('create configmap watched --from-literal=a=1');
    await kubectl.run('delete configmap watched');
    await eventually(() => assert.deepEqual(events, ['ADDED watched', 'DELETED watched']));
    aborter.abort();
    await ended.promise;
  });

  it('Exec runs commands, with input, and tells how they ended', async () => {
    const exec = new library.Exec(config);
    const [out, err] = [collector(), collector()];
    const status = await new Promise<object>((resolve, reject) => {
      const command = ['sh', '-c', 'echo $COLOUR; echo trouble >&2; exit 3'];
      exec.exec('default', 'web', 'web', command, out, err, null, false, resolve).catch(reject);
    });
    assert.equal(out.text(), 'blue\n');
    assert.equal(err.text(), 'trouble\n');
    const { details } = status as { details?: { causes?: readonly { reason?: string; message?: string }[] } };
    assert.deepEqual(details?.causes?.[0], { ...details?.causes?.[0], reason: 'ExitCode', message: '3' });
    const input = new PassThrough();
    const sorted = collector();
    const done = new Promise<object>((resolve, reject) => {
      exec.exec('default', 'web', 'web', ['head', '-n', '2'], sorted, null, input, false, resolve).catch(reject);
    });
    input.write('one\n');
    input.write('two\nthree\n');
    assert.equal(((await done) as { status?: string }).status, 'Success');
    assert.equal(sorted.text(), 'one\ntwo\n');
  });

  it('PortForward speaks with a port', async () => {
    const out = collector();
    const err = collector();
    const input = new PassThrough();
    const socket = await new library.PortForward(config).portForward('default', 'web', [18_099], out, err, input);
    input.write('GET /forwarded HTTP/1.1\r\nHost: web\r\nConnection: close\r\n\r\n');
    await eventually(() => assert.match(out.text(), /^HTTP\/1\.1 200 OK[\s\S]*GET \/forwarded/));
    assert.equal(err.text(), '');
    socket.close();
  });

  it('PortForward tells of a port that is closed', async () => {
    const err = collector();
    const input = new PassThrough();
    const socket = await new library.PortForward(config).portForward('default', 'web', [1], collector(), err, input);
    await eventually(() => assert.match(err.text(), /error forwarding port 1 to pod web: .*connection refused/));
    socket.close();
  });

  it('Attach shows what the process writes, and Log follows it', async () => {
    const [attached, followed] = [collector(), collector()];
    const input = new PassThrough();
    const socket = await new library.Attach(config).attach('default', 'web', 'web', attached, null, input, false);
    await new library.Log(config).log('default', 'web', 'web', followed, {
      follow: true,
      tailLines: 1,
    });
    await eventually(() => {
      input.write('typed\n');
      assert.match(attached.text(), /^read typed$/m);
      assert.match(followed.text(), /^read typed$/m);
    });
    // Both end with the process; the library does not survive it that a log is aborted.
    const ended = new Promise((resolve) => followed.once('finish', resolve));
    await kubectl.run('delete pod web');
    await ended;
    socket.close();
  });
});
