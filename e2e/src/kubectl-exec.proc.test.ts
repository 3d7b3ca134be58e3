import assert from 'node:assert/strict';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { before, test } from 'node:test';
import { eventually } from '@flux19/ports';
import { bareEnvironment, runCommand, startCommand } from '@flux19/processes';
import { processPods, suiteWithProcesses } from './clients/suite-with-processes.ts';

/** Whether a process with this text in its arguments runs. */
function isRunning(text: string): boolean {
  return readdirSync('/proc').some((name) => {
    if (!/^\d+$/.test(name)) return false;
    try {
      const args = readFileSync(`/proc/${name}/cmdline`, 'latin1');
      return args.startsWith('sleep') && args.includes(text);
    } catch {
      return false;
    }
  });
}

await suiteWithProcesses('kubectl exec, attach and cp', ({ kubectl, spdyKubectl, folder, kubeconfig }) => {
  before(async () => {
    await kubectl.run('apply -f -', processPods);
    await kubectl.run('wait --for=condition=Ready pod/web pod/simulated --timeout=20s');
  });

  for (const [protocol, client] of [
    ['a WebSocket', kubectl],
    ['SPDY', spdyKubectl],
  ] as const) {
    test(`exec runs a command in the environment of the container, over ${protocol}`, async () => {
      const script = 'echo $COLOUR $EXTRA $HOSTNAME; cat file.txt; echo trouble >&2; exit 7';
      const result = await client.try(['exec', 'web', '--', 'sh', '-c', script]);
      assert.equal(result.out, 'blue more web\ncontent\n');
      assert.equal(result.err, 'trouble\ncommand terminated with exit code 7\n');
      assert.equal(result.code, 7);
    });

    test(`exec passes input on to its end, over ${protocol}`, async () => {
      const input = 'line\n'.repeat(200_000);
      assert.equal(await client.run('exec -i web -- wc -l', input), '200000\n');
      assert.equal((await client.run('exec -i web -- cat', input)).length, input.length);
    });

    test(`exec tells why a command cannot run, over ${protocol}`, async () => {
      assert.match(await client.fail('exec web -- nosuch'), /exec: "nosuch": executable file not found in \$PATH/);
      assert.match(await client.fail('exec nopod -- ls'), /^Error from server \(NotFound\): pods "nopod" not found\n$/);
      assert.match(await client.fail('exec web -c other -- ls'), /container other is not valid for pod web/);
      const simulated = await client.fail('exec simulated -- ls');
      assert.match(simulated, /^Error from server \(BadRequest\): pod simulated is simulated: no process runs for it/);
    });

    test(`a command ends when the client goes away, over ${protocol}`, async () => {
      const time = protocol === 'SPDY' ? '8641' : '8642';
      const running = client.start(['exec', 'web', '--', 'sleep', time]);
      await eventually(async () => assert.ok(isRunning(time)));
      await running.stop('SIGKILL');
      await eventually(async () => assert.ok(!isRunning(time)));
    });

    test(`exec gives a terminal of the size of the client's, over ${protocol}`, async (context) => {
      if ((await runCommand('script', ['--version'], { environment: {} }).catch(() => undefined)) === undefined) {
        context.skip('skipped: needs script of util-linux');
        return;
      }
      const variable = protocol === 'SPDY' ? 'KUBECTL_REMOTE_COMMAND_WEBSOCKETS=false' : 'A=B';
      // The size may come a little later than the command begins.
      const look = 'tty; until test "$(stty size)" = "33 101"; do sleep 0.05; done; stty size; exit 5';
      const command = `stty rows 33 cols 101; ${variable} kubectl exec -it web -- sh -c '${look}'`;
      const { code, out } = await runCommand('script', ['-qfec', command, '/dev/null'], {
        environment: { ...bareEnvironment(folder()), KUBECONFIG: kubeconfig() },
      });
      assert.match(out, /\/dev\/pts\/\d+\r\n33 101\r\n/);
      assert.equal(code, 5);
    });
  }

  test('cp takes files there and back', async () => {
    const file = join(folder(), 'up.txt');
    writeFileSync(file, 'uploaded\n');
    await kubectl.run(['cp', file, 'web:/data/up.txt']);
    assert.equal(await kubectl.run('exec web -- cat /data/up.txt'), 'uploaded\n');
    await kubectl.run(['cp', 'web:/data', join(folder(), 'down')]);
    assert.deepEqual(readdirSync(join(folder(), 'down')), ['file.txt', 'up.txt']);
    assert.equal(readFileSync(join(folder(), 'down', 'file.txt'), 'utf8'), 'content\n');
  });

  test('attach types into the process and shows what it writes', async () => {
    const file = join(folder(), 'typed.txt');
    writeFileSync(file, 'hello\n');
    const attached = startCommand('sh', ['-c', `exec kubectl attach -i web < ${file}`], {
      environment: { ...bareEnvironment(folder()), KUBECONFIG: kubeconfig() },
    });
    await attached.outMatching(/^read hello$/m);
    await attached.stop();
    assert.match(await kubectl.run('logs web'), /^read hello$/m);
  });

  test('only who may create pods/exec may run commands', async () => {
    await kubectl.run('create role reader --verb=get --resource=pods,pods/exec');
    await kubectl.run('create rolebinding reader --role=reader --user=jane');
    const refusal = await kubectl.fail('exec web --as=jane -- ls');
    assert.match(refusal, /User "jane" cannot create resource "pods\/exec" in API group "" in the namespace "default"/);
    await kubectl.run('create role runner --verb=create,get --resource=pods/exec');
    await kubectl.run('create rolebinding runner --role=runner --user=jane');
    assert.equal(await kubectl.run('exec web --as=jane -- echo mine'), 'mine\n');
  });
});
