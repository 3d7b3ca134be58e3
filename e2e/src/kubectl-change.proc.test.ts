import assert from 'node:assert/strict';
import { test } from 'node:test';
import { configMap, deployment } from './clients/manifests.ts';
import { suiteWithKubectl } from './clients/suite-with-kubectl.ts';

await suiteWithKubectl('kubectl patch, label, set, create', ({ kubectl }) => {
  test('patches in three ways', async () => {
    await kubectl.run('apply -f -', deployment(1));
    const patch = (type: string, body: string) =>
      kubectl.run(['patch', 'deployment', 'web', '--type', type, '-p', body]);
    const side = '{"spec":{"template":{"spec":{"containers":[{"name":"side","image":"registry.example/side:1"}]}}}}';
    assert.equal(await patch('strategic', side), 'deployment.apps/web patched\n');
    const names = () => kubectl.field('get deployment web', '.spec.template.spec.containers[*].name');
    assert.deepEqual((await names()).split(' ').toSorted(), ['side', 'web']);
    assert.equal(await patch('strategic', side), 'deployment.apps/web patched (no change)\n');
    await patch(
      'json',
      '[{"op":"test","path":"/spec/replicas","value":1},{"op":"replace","path":"/spec/replicas","value":3}]',
    );
    assert.equal(await kubectl.field('get deployment web', '.spec.replicas'), '3');
    await patch('merge', side);
    assert.equal(await names(), 'side');
    const failed = await kubectl.fail([
      'patch',
      'deployment',
      'web',
      '--type',
      'json',
      '-p',
      '[{"op":"test","path":"/spec/replicas","value":7}]',
    ]);
    assert.match(failed, /The request is invalid: the server rejected our request due to an error in our request/);
  });

  test('patches the status and the scale of an object', async () => {
    await kubectl.run([
      'patch',
      'deployment',
      'web',
      '--subresource=scale',
      '--type=merge',
      '-p',
      '{"spec":{"replicas":2}}',
    ]);
    assert.equal(await kubectl.field('get deployment web --subresource=scale', '.spec.replicas'), '2');
    // No controller of the embedded cluster writes the status of this kind.
    const spec = { maxReplicas: 3, scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'web' } };
    const autoscaler = {
      apiVersion: 'autoscaling/v2',
      kind: 'HorizontalPodAutoscaler',
      metadata: { name: 'web' },
      spec,
    };
    await kubectl.run('create -f -', JSON.stringify(autoscaler));
    const status = '{"spec":{"maxReplicas":9},"status":{"desiredReplicas":2,"currentReplicas":1}}';
    await kubectl.run(['patch', 'hpa', 'web', '--subresource=status', '--type=merge', '-p', status]);
    assert.equal(await kubectl.field('get hpa web', '.status.desiredReplicas'), '2');
    assert.equal(await kubectl.field('get hpa web', '.spec.maxReplicas'), '3');
    await kubectl.run('delete hpa web');
  });

  test('labels and annotates, and protects what is there', async () => {
    await kubectl.run('apply -f -', configMap('marked', {}));
    assert.equal(await kubectl.run('label configmap marked team=a tier=front'), 'configmap/marked labeled\n');
    assert.match(
      await kubectl.fail('label configmap marked team=b'),
      /already has a value \(a\), and --overwrite is false/,
    );
    await kubectl.run('label configmap marked team=b --overwrite');
    await kubectl.run('label configmap marked tier-');
    assert.equal(await kubectl.field('get configmap marked', '.metadata.labels'), '{"team":"b"}');
    assert.equal(await kubectl.run('annotate configmap marked note=read-me'), 'configmap/marked annotated\n');
    assert.match(await kubectl.field('get configmap marked', '.metadata.annotations'), /"note":"read-me"/);
    assert.match(await kubectl.fail(['label', 'configmap', 'marked', 'team=not a label']), /a valid label must be/);
  });

  test('sets images, variables and resources', async () => {
    assert.equal(
      await kubectl.run('set image deployment/web side=registry.example/side:2'),
      'deployment.apps/web image updated\n',
    );
    assert.equal(await kubectl.run('set env deployment/web LEVEL=debug'), 'deployment.apps/web env updated\n');
    assert.equal(await kubectl.run('set env deployment/web --list'), '# Deployment web, container side\nLEVEL=debug\n');
    await kubectl.run('set resources deployment/web --requests=cpu=100m,memory=64Mi');
    const container = await kubectl.field('get deployment web', '.spec.template.spec.containers[0]');
    assert.match(container, /"image":"registry\.example\/side:2"/);
    assert.match(container, /"requests":\{"cpu":"100m","memory":"64Mi"\}/);
  });

  test('scales, with a condition on the current size', async () => {
    assert.equal(await kubectl.run('scale deployment/web --replicas=4'), 'deployment.apps/web scaled\n');
    assert.equal(
      await kubectl.run('scale deployment/web --current-replicas=4 --replicas=1'),
      'deployment.apps/web scaled\n',
    );
    assert.match(
      await kubectl.fail('scale deployment/web --current-replicas=9 --replicas=1'),
      /Expected replicas to be 9, was 1/,
    );
    assert.equal(
      await kubectl.run('autoscale deployment/web --min=1 --max=3 --cpu-percent=80'),
      'horizontalpodautoscaler.autoscaling/web autoscaled\n',
    );
  });

  test('exposes a Deployment', async () => {
    assert.equal(
      await kubectl.run('expose deployment web --port=80 --target-port=8080 --type=LoadBalancer'),
      'service/web exposed\n',
    );
    await kubectl.run('wait --for=jsonpath={.status.loadBalancer.ingress} service/web --timeout=20s');
    assert.match(await kubectl.run('get service web'), /web +LoadBalancer +10\.\S+ +\d+\.\d+\.\d+\.\d+ +80:\d+\/TCP/);
  });

  test('creates the kinds that it has generators for', async () => {
    const created: readonly (readonly [string, string])[] = [
      ['create namespace team', 'namespace/team created\n'],
      ['create deployment made --image=registry.example/made:1 --replicas=2', 'deployment.apps/made created\n'],
      ['create configmap made --from-literal=a=b', 'configmap/made created\n'],
      ['create secret generic made --from-literal=a=b', 'secret/made created\n'],
      ['create serviceaccount made', 'serviceaccount/made created\n'],
      ['create service clusterip made --tcp=80:8080', 'service/made created\n'],
      ['create job made --image=registry.example/made:1', 'job.batch/made created\n'],
      ['create role made --verb=get,list --resource=pods', 'role.rbac.authorization.k8s.io/made created\n'],
      ['create rolebinding made --role=made --user=someone', 'rolebinding.rbac.authorization.k8s.io/made created\n'],
      [
        'create clusterrole made --verb=* --resource=deployments.apps',
        'clusterrole.rbac.authorization.k8s.io/made created\n',
      ],
      [
        'create clusterrolebinding made --clusterrole=made --group=people',
        'clusterrolebinding.rbac.authorization.k8s.io/made created\n',
      ],
      ['create ingress made --rule=example.com/*=made:80', 'ingress.networking.k8s.io/made created\n'],
      [
        'create poddisruptionbudget made --selector=app=made --min-available=1',
        'poddisruptionbudget.policy/made created\n',
      ],
      ['create quota made --hard=pods=10', 'resourcequota/made created\n'],
      ['create priorityclass made --value=10', 'priorityclass.scheduling.k8s.io/made created\n'],
    ];
    for (const [words, said] of created) assert.equal(await kubectl.run(words), said);
    await kubectl.run(['create', 'cronjob', 'made', '--image=registry.example/made:1', '--schedule=*/5 * * * *']);
    assert.equal(await kubectl.field('get cronjob made', '.spec.schedule'), '*/5 * * * *');
    assert.equal(
      await kubectl.field('get deployment made', '.spec.template.spec.containers[0].image'),
      'registry.example/made:1',
    );
    assert.equal(await kubectl.field('get secret made', '.data.a'), 'Yg==');
    assert.equal(await kubectl.field('get resourcequota made', '.spec.hard.pods'), '10');
    assert.equal(await kubectl.field('get poddisruptionbudget made', '.spec.minAvailable'), '1');
    assert.match(await kubectl.run('create token made'), /^[\w-]+\.[\w-]+\.[\w-]+$/);
    assert.match(await kubectl.fail('create namespace team'), /namespaces "team" already exists/);
  });

  test('creates nothing in a dry run', async () => {
    const words = 'create deployment dry --image=registry.example/dry:1 -o yaml --dry-run';
    assert.doesNotMatch(await kubectl.run(`${words}=client`), /uid:/);
    assert.match(await kubectl.run(`${words}=server`), /uid:/);
    assert.match(await kubectl.fail('get deployment dry'), /NotFound/);
  });

  test('runs a Pod until it is ready, and lets it go', async () => {
    assert.equal(
      await kubectl.run('run single --image=registry.example/single:1 --labels=app=single'),
      'pod/single created\n',
    );
    await kubectl.run('wait --for=condition=Ready pod/single --timeout=20s');
    assert.equal(await kubectl.run('delete pod single --now'), 'pod "single" deleted\n');
    assert.equal(await kubectl.run('get pods -l app=single -o name'), '');
  });

  test('decides who may do what by the roles that were made', async () => {
    const canI = async (words: string) => (await kubectl.try(`auth can-i ${words}`)).out;
    assert.equal(await canI('get pods --as=someone'), 'yes\n');
    assert.equal(await canI('delete pods --as=someone'), 'no\n');
    assert.equal(await canI('get pods --as=someone -n team'), 'no\n');
    assert.equal(await canI('delete deployments.apps --as=other --as-group=people -n team'), 'yes\n');
    assert.match(await kubectl.run('get pods --as=someone -o name'), /^pod\//);
    const refused = await kubectl.fail('delete pods --all --as=someone');
    assert.match(
      refused,
      /User "someone" cannot (list|delete|deletecollection) resource "pods" in API group "" in the namespace "default"/,
    );
  });

  test('cordons and taints nodes', async () => {
    const node = await kubectl.field('get nodes', '.items[0].metadata.name');
    assert.equal(await kubectl.run(`cordon ${node}`), `node/${node} cordoned\n`);
    assert.match(await kubectl.run('get nodes'), /Ready,SchedulingDisabled/);
    assert.equal(await kubectl.run(`uncordon ${node}`), `node/${node} uncordoned\n`);
    assert.equal(await kubectl.run(`taint nodes ${node} key=value:NoSchedule`), `node/${node} tainted\n`);
    assert.equal(await kubectl.run(`taint nodes ${node} key-`), `node/${node} untainted\n`);
  });
});
