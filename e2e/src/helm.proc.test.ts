import assert from 'node:assert/strict';
import { after, before, suite, test } from 'node:test';
import { type ScratchFolder, scratchFolder } from '@flux19/processes';
import { type CommandLine, createCommandLine } from './clients/command-line.ts';
import { writeHelmChart } from './clients/helm-chart.ts';
import { createKubectl, type Kubectl, whyNoKubectl } from './clients/kubectl.ts';
import { type Flux19Process, startFlux19 } from './clients/start-flux19.ts';
import { referenceClient, whyNoReferenceClient } from './reference-clients/reference-client.ts';

/** What differs between the lines of helm that people use. */
const lines = [
  { name: 'helm3', rollsBack: '--atomic', refusal: /cannot patch "shop" with kind Greeting: Greeting\.shop/ },
  { name: 'helm4', rollsBack: '--rollback-on-failure', refusal: /server-side apply failed for object team\/shop/ },
];

for (const { name, rollsBack, refusal } of lines) {
  const skip = whyNoReferenceClient(name) || (await whyNoKubectl());
  suite(name, { skip }, () => {
    let folder: ScratchFolder;
    let cluster: Flux19Process;
    let helm: CommandLine;
    let kubectl: Kubectl;
    let chart: string;

    before(async () => {
      folder = scratchFolder();
      cluster = await startFlux19(['cluster'], folder.path);
      const place = () => ({ kubeconfig: cluster.kubeconfig, home: folder.path });
      helm = createCommandLine([referenceClient(name)], place);
      kubectl = createKubectl(place);
      chart = await writeHelmChart(folder.path);
    });
    after(async () => {
      await cluster?.command.stop();
      folder?.remove();
    });

    const password = () => kubectl.field('-n team get secret shop-password', '.data.password');
    const revisions = async (): Promise<readonly string[]> => {
      const history = JSON.parse(await helm.run('history shop -n team -o json')) as {
        status: string;
        description: string;
      }[];
      return history.map(
        ({ status, description }) => `${status}: ${description.replace(/ failed: [\s\S]*/, ' failed')}`,
      );
    };

    test('installs a chart with its kinds and hooks, and waits until all is ready', async () => {
      const out = await helm.run([
        'install',
        'shop',
        chart,
        '-n',
        'team',
        '--create-namespace',
        '--wait',
        '--timeout=20s',
      ]);
      assert.match(out, /STATUS: deployed\nREVISION: 1\n/);
      assert.match(out, /Say hello on v1\.\d+\.\d+/);
      assert.equal(await kubectl.field('-n team get deployment shop', '.status.readyReplicas'), '1');
      assert.equal(await kubectl.field('-n team get job shop-migrate', '.status.succeeded'), '1');
      assert.equal(await kubectl.field('-n team get greeting shop', '.spec.text'), 'hello');
      assert.equal(await kubectl.field('-n team get secret sh.helm.release.v1.shop.v1', '.type'), 'helm.sh/release.v1');
    });

    test('renders on the server without a trace', async () => {
      const out = await helm.run(['install', 'other', chart, '-n', 'team', '--dry-run=server']);
      assert.match(out, /kind: Greeting/);
      assert.match(await kubectl.fail('-n team get deployment other'), /not found/);
    });

    test('upgrades, and finds with lookup what is there', async () => {
      const before = await password();
      await helm.run([
        'upgrade',
        'shop',
        chart,
        '-n',
        'team',
        '--set=replicas=2,greeting=hi',
        '--wait',
        '--timeout=20s',
      ]);
      assert.equal(await kubectl.field('-n team get deployment shop', '.status.readyReplicas'), '2');
      assert.equal(await password(), before);
      assert.equal(await helm.run('get values shop -n team -o json'), '{"greeting":"hi","replicas":2}\n');
    });

    test('rolls back what the server refuses', async () => {
      const words = ['upgrade', 'shop', chart, '-n', 'team', '--set=greeting=much-too-long-for-this-rule', rollsBack];
      const err = await helm.fail([...words, '--timeout=20s']);
      assert.match(err, refusal);
      assert.match(err, /spec\.text: Too long: may not be more than 20 bytes/);
      assert.deepEqual(await revisions(), [
        'superseded: Install complete',
        'superseded: Upgrade complete',
        'failed: Upgrade "shop" failed',
        'deployed: Rollback to 2',
      ]);
    });

    test('rolls back to a revision of choice', async () => {
      assert.match(await helm.run('rollback shop 1 -n team --wait --timeout=20s'), /Rollback was a success/);
      assert.equal(await kubectl.field('-n team get greeting shop', '.spec.text'), 'hello');
      assert.equal(await kubectl.field('-n team get deployment shop', '.spec.replicas'), '1');
    });

    test('runs the tests of a chart and shows their logs', async () => {
      const out = await helm.run('test shop -n team --logs');
      assert.match(out, /TEST SUITE: +shop-connection\n[\s\S]*Phase: +Succeeded\n/);
      assert.match(out, /POD LOGS: shop-connection\n/);
    });

    test('lists releases and their state', async () => {
      assert.match(
        await helm.run('list -A'),
        /^NAME\s+NAMESPACE\s+REVISION[\s\S]*\nshop\s+team\s+5\s.*\sdeployed\s+shop-1\.0\.0\s+7/,
      );
      assert.match(await helm.run('status shop -n team'), /STATUS: deployed\nREVISION: 5\n/);
      assert.match(await helm.fail(['install', 'shop', chart, '-n', 'team']), /name that is still in use/);
    });

    test('uninstalls, waits until it is gone, and keeps the history on request', async () => {
      await helm.run('uninstall shop -n team --wait --cascade=foreground --keep-history --timeout=20s');
      assert.match(await kubectl.fail('-n team get deployment shop'), /not found/);
      assert.match(await helm.run('list --uninstalled -n team'), /\nshop\s.*\suninstalled\s/);
      await helm.run('rollback shop 1 -n team --wait --timeout=20s');
      assert.equal(await kubectl.field('-n team get deployment shop', '.status.readyReplicas'), '1');
      await helm.run('uninstall shop -n team');
      assert.match(await kubectl.fail('-n team get service shop'), /not found/);
    });
  });
}
