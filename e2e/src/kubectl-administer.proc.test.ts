import assert from 'node:assert/strict';
import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { before, test } from 'node:test';
import { eventually } from '@flux19/ports';
import { runCommand } from '@flux19/processes';
import { createCommandLine } from './clients/command-line.ts';
import { deployment } from './clients/manifests.ts';
import { suiteWithKubectl } from './clients/suite-with-kubectl.ts';

await suiteWithKubectl('kubectl for who looks after a cluster', ({ kubectl, folder, process: server }) => {
  before(async () => {
    await kubectl.run('apply -f -', deployment(2));
    await kubectl.run('rollout status deployment/web --timeout=20s');
  });

  test('top says that there are no metrics', async () => {
    assert.equal(await kubectl.fail('top pods'), 'error: Metrics API not available\n');
    assert.equal(await kubectl.fail('top nodes'), 'error: Metrics API not available\n');
  });

  test('exec, attach, port-forward and proxy say that Pods are simulated', async () => {
    const pod = (await kubectl.run('get pods -l app=web -o name')).split('\n')[0] ?? '';
    const name = pod.replace('pod/', '');
    const told = new RegExp(
      `pod ${name} is simulated: no process runs for it on this cluster; start "flux19 up" with --run-images`,
    );
    assert.match(await kubectl.fail(`exec ${name} -- ls`), told);
    assert.match(await kubectl.fail(`attach ${name}`), told);
    assert.match(await kubectl.fail(`port-forward ${name} :80`), told);
    assert.match(await kubectl.fail(['get', '--raw', `/api/v1/namespaces/default/pods/${name}/proxy/`]), told);
    assert.equal(await kubectl.run(`logs ${name}`), '');
  });

  test('drain evicts as far as budgets allow', async () => {
    await kubectl.run('create pdb guard --selector=app=web --min-available=2');
    await eventually(async () => assert.equal(await kubectl.field('get pdb guard', '.status.currentHealthy'), '2'));
    const node = await kubectl.field('get nodes', '.items[0].metadata.name');
    const refused = await kubectl.fail(`drain ${node} --timeout=1s`);
    assert.match(refused, /Cannot evict pod as it would violate the pod's disruption budget/);
    await kubectl.run('delete pdb guard');
    assert.match(await kubectl.run(`drain ${node} --timeout=20s`), new RegExp(`node/${node} drained`));
    assert.match(await kubectl.run('get nodes'), /SchedulingDisabled/);
    // There is no other node: what replaces the evicted Pods waits.
    await eventually(async () => assert.match(await kubectl.run('get pods -l app=web'), /^web-\S+ +0\/1 +Pending/m));
    assert.doesNotMatch(await kubectl.run('get pods -l app=web'), /Running/);
    await kubectl.run(`uncordon ${node}`);
    await kubectl.run('rollout status deployment/web --timeout=20s');
  });

  test('a rollout waits while the node is cordoned, and describe says why', async () => {
    const node = await kubectl.field('get nodes', '.items[0].metadata.name');
    await kubectl.run(`cordon ${node}`);
    assert.match(await kubectl.run(`describe node ${node}`), /Taints: +node.kubernetes.io\/unschedulable:NoSchedule/);
    await kubectl.run('rollout restart deployment/web');
    const message =
      '0/1 nodes are available: 1 node(s) were unschedulable. preemption: 0/1 nodes are available: 1 Preemption is not helpful for scheduling.';
    await eventually(async () => {
      const pending = await kubectl.run('get pods -l app=web --field-selector=status.phase=Pending -o name');
      const [pod = ''] = pending.split('\n');
      assert.ok((await kubectl.run(`describe ${pod}`)).includes(`default-scheduler  ${message}`));
    });
    await kubectl.run(`uncordon ${node}`);
    await kubectl.run('rollout status deployment/web --timeout=20s');
  });

  test('a taint drives Pods out and keeps new ones away until it is gone', async () => {
    const node = await kubectl.field('get nodes', '.items[0].metadata.name');
    const before = await kubectl.run('get pods -l app=web -o name');
    await kubectl.run(`taint nodes ${node} upkeep=yes:NoExecute`);
    await eventually(async () => {
      assert.match(await kubectl.run('events'), /Marking for deletion Pod default\/web-/);
      assert.match(await kubectl.run('events'), /FailedScheduling .*1 node\(s\) had untolerated taint\(s\)/);
    });
    await kubectl.run(`taint nodes ${node} upkeep-`);
    await kubectl.run('rollout status deployment/web --timeout=20s');
    assert.notEqual(await kubectl.run('get pods -l app=web -o name'), before);
  });

  test('describe tells what the node has and what is taken of it', async () => {
    const node = await kubectl.field('get nodes', '.items[0].metadata.name');
    const told = await kubectl.run(`describe node ${node}`);
    assert.match(told, new RegExp(`HolderIdentity: +${node}`));
    assert.match(told, /Allocated resources:/);
    assert.match(told, /^ +default +web-/m);
  });

  test('certificate approve and deny decide about requests', async (context) => {
    const key = join(folder(), 'jane.key');
    const args = [
      'req',
      '-new',
      '-newkey',
      'ec',
      '-pkeyopt',
      'ec_paramgen_curve:prime256v1',
      '-nodes',
      '-keyout',
      key,
      '-subj',
      '/CN=jane',
    ];
    const made = await runCommand('openssl', args, { environment: { PATH: process.env['PATH'] ?? '' } }).catch(
      () => undefined,
    );
    if (made === undefined || made.code !== 0) {
      context.skip('skipped: needs openssl');
      return;
    }
    const request = (name: string) =>
      JSON.stringify({
        apiVersion: 'certificates.k8s.io/v1',
        kind: 'CertificateSigningRequest',
        metadata: { name },
        spec: {
          request: Buffer.from(made.out).toString('base64'),
          signerName: 'kubernetes.io/kube-apiserver-client',
          usages: ['client auth'],
        },
      });
    await kubectl.run('create -f -', request('jane'));
    await kubectl.run('create -f -', request('john'));
    await kubectl.run('certificate approve jane');
    await kubectl.run('certificate deny john');
    await eventually(async () => {
      const table = await kubectl.run('get csr');
      assert.match(table, /^jane .* Approved,Issued$/m);
      assert.match(table, /^john .* Denied$/m);
    });
    const certificate = Buffer.from(await kubectl.field('get csr jane', '.status.certificate'), 'base64').toString();
    assert.match(certificate, /^-----BEGIN CERTIFICATE-----/);
    const certificateFile = join(folder(), 'jane.crt');
    writeFileSync(certificateFile, certificate);
    const whoami = await kubectl.run(
      `auth whoami --client-certificate=${certificateFile} --client-key=${key} --token=`,
    );
    assert.match(whoami, /^Username +jane$/m);
  });

  test('edit changes what the editor changed', async () => {
    await kubectl.run('create configmap edited --from-literal=colour=red');
    const place = () => ({ kubeconfig: server().kubeconfig, home: folder() });
    const editor = createCommandLine(['env', 'KUBE_EDITOR=sed -i s/red/blue/', 'kubectl'], place);
    assert.equal(await editor.run('edit configmap edited'), 'configmap/edited edited\n');
    assert.equal(await kubectl.field('get configmap edited', '.data.colour'), 'blue');
    assert.match((await editor.try('edit configmap edited')).err, /Edit cancelled, no changes made/);
  });

  test('create makes jobs of a schedule', async () => {
    await kubectl.run([
      'create',
      'cronjob',
      'nightly',
      '--image=registry.example/job:1',
      '--schedule=0 3 * * *',
      '--',
      'run',
    ]);
    await kubectl.run('create job tonight --from=cronjob/nightly');
    await kubectl.run('wait --for=condition=Complete job/tonight --timeout=20s');
    assert.equal(await kubectl.field('get job tonight', '.spec.template.spec.containers[0].command[0]'), 'run');
  });

  test('set changes selectors, accounts and subjects', async () => {
    await kubectl.run('create service clusterip chosen --tcp=80:80');
    await kubectl.run('set selector service chosen app=web');
    assert.equal(await kubectl.field('get service chosen', '.spec.selector.app'), 'web');
    await kubectl.run('create serviceaccount worker');
    await kubectl.run('set serviceaccount deployment web worker');
    assert.equal(await kubectl.field('get deployment web', '.spec.template.spec.serviceAccountName'), 'worker');
    await kubectl.run('create role looker --verb=get --resource=pods');
    await kubectl.run('create rolebinding lookers --role=looker --user=jane');
    await kubectl.run('set subject rolebinding lookers --group=all');
    assert.match(await kubectl.field('get rolebinding lookers', '.subjects'), /"name":"all"/);
  });

  test('auth reconcile brings roles to what a file says', async () => {
    const rules = (verbs: readonly string[]) =>
      JSON.stringify({
        apiVersion: 'rbac.authorization.k8s.io/v1',
        kind: 'Role',
        metadata: { name: 'reconciled', namespace: 'default' },
        rules: [{ apiGroups: [''], resources: ['pods'], verbs }],
      });
    const file = join(folder(), 'role.json');
    writeFileSync(file, rules(['get']));
    await kubectl.run(`auth reconcile -f ${file}`);
    writeFileSync(file, rules(['list']));
    assert.match(await kubectl.run(`auth reconcile -f ${file}`), /reconciled/);
    const said = await kubectl.field('get role reconciled', '.rules');
    assert.match(said, /"get"/);
    assert.match(said, /"list"/);
  });

  test('wait waits for what is to come, to hold and to go', async () => {
    const waiting = kubectl.start('wait --for=create configmap/late --timeout=20s');
    await kubectl.run('create configmap late --from-literal=state=new');
    await waiting.outMatching(/condition met/);
    assert.match(
      await kubectl.run(['wait', '--for=jsonpath={.data.state}=new', 'configmap/late', '--timeout=5s']),
      /condition met/,
    );
    const going = kubectl.start('wait -v=6 --for=delete configmap/late --timeout=20s');
    // It says nothing of what was gone before it began to watch.
    await going.errMatching(/watch=true/);
    await kubectl.run('delete configmap late');
    await going.outMatching(/condition met/);
    assert.match(await kubectl.fail('wait --for=condition=Ready pod/nothing --timeout=1s'), /pods "nothing" not found/);
  });

  test('events tells of one object, and cluster-info dump of everything', async () => {
    assert.match(await kubectl.run('events --for deployment/web'), /ScalingReplicaSet/);
    const target = join(folder(), 'dump');
    await kubectl.run(`cluster-info dump --output-directory=${target}`);
    assert.ok(readdirSync(target).includes('nodes.json'));
  });
});
