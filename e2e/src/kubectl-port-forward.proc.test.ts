import assert from 'node:assert/strict';
import { connect } from 'node:net';
import { before, test } from 'node:test';
import { eventually } from '@flux19/ports';
import { processPods, suiteWithProcesses } from './clients/suite-with-processes.ts';

const address = /Forwarding from (127\.0\.0\.1:\d+) ->/;

await suiteWithProcesses('kubectl port-forward and proxy', ({ kubectl, spdyKubectl }) => {
  before(async () => {
    await kubectl.run('apply -f -', processPods);
    await kubectl.run('wait --for=condition=Ready pod/web pod/simulated --timeout=20s');
    await eventually(async () =>
      assert.match(await kubectl.run('get endpointslices -l kubernetes.io/service-name=web'), /18099/),
    );
  });

  for (const [protocol, client] of [
    ['a tunnel through a WebSocket', kubectl],
    ['SPDY', spdyKubectl],
  ] as const) {
    test(`port-forward reaches the port of a Pod, many times at once, over ${protocol}`, async () => {
      const forwarding = client.start('port-forward pod/web :18099');
      const [, host] = await forwarding.outMatching(address);
      const ask = async (n: number) =>
        (await fetch(`http://${host}/${n}`, { headers: { connection: 'close' } })).text();
      const answers = await Promise.all(Array.from({ length: 20 }, (_, n) => ask(n)));
      assert.deepEqual(
        answers,
        Array.from({ length: 20 }, (_, n) => `GET /${n}  nobody `),
      );
      const body = 'x'.repeat(3_000_000);
      const echoed = await (await fetch(`http://${host}/large`, { method: 'POST', body })).text();
      assert.ok(echoed === `POST /large  nobody ${body}`, `${echoed.length} characters came back`);
      await forwarding.stop();
    });

    test(`port-forward tells of a port that is closed, over ${protocol}`, async () => {
      const forwarding = client.start('port-forward pod/web :1');
      const [, host] = await forwarding.outMatching(address);
      await assert.rejects(fetch(`http://${host}/`));
      await forwarding.errMatching(
        /error forwarding port 1 to pod web: dial tcp 127\.97\.\d+\.\d+:1: connect: connection refused/,
      );
      await forwarding.stop();
    });
  }

  test('port-forward finds the Pod of a Service, and says that a Pod is simulated', async () => {
    const forwarding = kubectl.start('port-forward service/web :80');
    const [, host] = await forwarding.outMatching(address);
    assert.equal(await (await fetch(`http://${host}/`)).text(), 'GET /  nobody ');
    await forwarding.stop();
    assert.match(await kubectl.fail('port-forward pod/simulated :80'), /pod simulated is simulated: no process runs/);
  });

  test('proxy leads to Services and Pods, without credentials', async () => {
    const proxy = kubectl.start('proxy --port=0');
    const [, host] = await proxy.outMatching(/Starting to serve on (\S+)/);
    const base = `http://${host}/api/v1/namespaces/default`;
    const ask = async (path: string, init?: RequestInit) => {
      const response = await fetch(`${base}/${path}`, init);
      return `${response.status} ${await response.text()}`;
    };
    const prefix = '/api/v1/namespaces/default/services/web:http/proxy';
    assert.equal(await ask('services/web:http/proxy/a/?b=c'), `200 GET /a/?b=c ${prefix}/a/ nobody `);
    assert.equal(
      await ask('services/web:80/proxy/', { method: 'PUT', body: 'sent' }),
      `200 PUT / ${prefix.replace('http/', '80/')}/ nobody sent`,
    );
    assert.match(await ask('services/http:web:http/proxy/'), /^200 GET \/ /);
    assert.match(await ask('pods/web/proxy/x'), /^200 GET \/x /);
    const redirect = await fetch(`${base}/services/web:http/proxy/elsewhere`, { redirect: 'manual' });
    assert.equal(redirect.headers.get('location'), `${prefix}/there?x=1`);
    const { headers } = await fetch(`${base}/pods/web:18099/proxy/`);
    assert.deepEqual(headers.getSetCookie(), ['a=1', 'b=2']);
    const slash = await fetch(`${base}/pods/web/proxy?x=1`, { redirect: 'manual' });
    assert.equal(slash.headers.get('location'), '/api/v1/namespaces/default/pods/web/proxy/?x=1');
    await proxy.stop();
  });

  test('proxy passes upgraded connections on', async () => {
    const proxy = kubectl.start('proxy --port=0');
    const [, host = ''] = await proxy.outMatching(/Starting to serve on (\S+)/);
    const [address, port] = host.split(':');
    const socket = connect(Number(port), address);
    const lines = ['GET /api/v1/namespaces/default/services/web:http/proxy/live?x=1 HTTP/1.1', `Host: ${host}`];
    const upgrade = [
      'Connection: Upgrade',
      'Upgrade: websocket',
      'Sec-WebSocket-Version: 13',
      'Sec-WebSocket-Key: AAAA',
    ];
    socket.write([...lines, ...upgrade, '', ''].join('\r\n'));
    let said = '';
    socket.on('data', (piece) => {
      said += String(piece);
    });
    await eventually(() => assert.match(said, /^HTTP\/1\.1 101 [\s\S]*x-seen: \/live\?x=1\r\n/i)).finally(() =>
      socket.write('there and back'),
    );
    await eventually(() => assert.match(said, /\r\n\r\nthere and back$/)).finally(() => socket.destroy());
    await proxy.stop();
  });

  test('proxy tells why it reaches nothing', async () => {
    const refusal = (path: string) => kubectl.fail(['get', '--raw', `/api/v1/namespaces/default/${path}/proxy/`]);
    assert.match(
      await refusal('services/empty'),
      /^Error from server \(ServiceUnavailable\): no endpoints available for service "empty"\n$/,
    );
    assert.match(await refusal('services/web:99'), /no service port 99 found for service "web"/);
    assert.match(await refusal('services/nothing:80'), /services "nothing" not found/);
    assert.match(await refusal('services/simulated:80'), /error trying to reach service: pod simulated is simulated/);
    assert.match(
      await refusal('pods/web:1'),
      /error trying to reach service: dial tcp .*: connect: connection refused/,
    );
    assert.match(await refusal('pods/a:b:c:d'), /invalid pod request "a:b:c:d"/);
  });
});
