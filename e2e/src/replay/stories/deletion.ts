import type { Story } from '../story.ts';
import { configMap, deployment, pod } from './objects.ts';

/** Finalizers, propagation, preconditions and grace. */
export const deletion: Story = {
  subject: 'deletion',
  async tell(api) {
    const namespace = await api.namespace('replay-deletion');
    const path = `${namespace}/configmaps`;
    await api.create('create with a finalizer', path, configMap('kept', {}, { finalizers: ['example.com/keep'] }));
    await api.remove('delete', `${path}/kept`);
    await api.remove('delete again', `${path}/kept`);
    await api.patch('change while it goes', 'merge', `${path}/kept`, { data: { a: '1' } });
    await api.patch('add a finalizer while it goes', 'merge', `${path}/kept`, {
      metadata: { finalizers: ['example.com/keep', 'example.com/new'] },
    });
    await api.patch('apply while it goes', 'apply', `${path}/kept?fieldManager=x`, configMap('kept', { b: '1' }));
    await api.create('create while it goes', path, configMap('kept'));
    await api.patch('drop the finalizer', 'merge', `${path}/kept`, { metadata: { finalizers: null } });
    await api.get('gone', `${path}/kept`);

    const one = await api.create('create', path, configMap('one'));
    await api.remove('another uid', `${path}/one`, { preconditions: { uid: 'other' } });
    await api.remove('another version', `${path}/one`, { preconditions: { resourceVersion: '1' } });
    await api.remove('a dry run', `${path}/one?dryRun=All`);
    await api.remove('a dry run in the body', `${path}/one`, { dryRun: ['All'] });
    await api.remove('a dry run that is none', `${path}/one?dryRun=Some`);
    await api.remove('an unknown policy', `${path}/one`, { propagationPolicy: 'Sideways' });
    await api.remove('a policy and orphans', `${path}/one`, { propagationPolicy: 'Orphan', orphanDependents: true });
    await api.remove('negative grace', `${path}/one`, { gracePeriodSeconds: -1 });
    await api.create('create with one of grace', path, configMap('grace'));
    await api.remove('grace that is no number', `${path}/grace?gracePeriodSeconds=x`);
    await api.remove('options of another kind', `${path}/grace`, { kind: 'ConfigMap', apiVersion: 'v1' });
    await api.remove('options of their kind', `${path}/grace`, { kind: 'DeleteOptions', apiVersion: 'v1' });
    await api.remove('options with an unknown field', `${path}/none`, { more: 1 });
    await api.remove('options that are no JSON', `${path}/none`, '{');
    await api.create('create for preconditions', path, configMap('two'));
    const two = await api.get('read for preconditions', `${path}/two`);
    await api.remove('the right uid and version', `${path}/two`, {
      preconditions: { uid: two.text('metadata.uid'), resourceVersion: two.text('metadata.resourceVersion') },
    });
    await api.remove('the uid of the one before', `${path}/one`, { preconditions: { uid: one.text('metadata.uid') } });

    for (const propagationPolicy of ['Foreground', 'Orphan', 'Background']) {
      const name = propagationPolicy.toLowerCase();
      await api.create(`create for ${propagationPolicy}`, path, configMap(name));
      await api.remove(`delete with ${propagationPolicy}`, `${path}/${name}`, { propagationPolicy });
      await api.remove(
        `delete again with Background after ${propagationPolicy}`,
        `${path}/${name}?propagationPolicy=Background`,
      );
    }
    await api.create('create for orphans', path, configMap('orphans'));
    await api.remove('orphan dependents', `${path}/orphans`, { orphanDependents: true });
    await api.remove('do not orphan dependents', `${path}/orphans`, { orphanDependents: false });

    const batch = namespace.replace('/api/v1', '/apis/batch/v1');
    const template = { spec: { restartPolicy: 'Never', containers: [{ name: 'main', image: 'main' }] } };
    await api.create('create a job', `${batch}/jobs`, {
      apiVersion: 'batch/v1',
      kind: 'Job',
      metadata: { name: 'job' },
      spec: { template },
    });
    await api.remove('a job is orphaned by default', `${batch}/jobs/job`);
    await api.patch('let the job go', 'merge', `${batch}/jobs/job`, { metadata: { finalizers: null } });
    await api.create('create a job again', `${batch}/jobs`, {
      apiVersion: 'batch/v1',
      kind: 'Job',
      metadata: { name: 'job' },
      spec: { template },
    });
    await api.remove('all jobs in the background', `${batch}/jobs?propagationPolicy=Background`);
    const controllers = `${namespace}/replicationcontrollers`;
    await api.create('create a controller', controllers, {
      apiVersion: 'v1',
      kind: 'ReplicationController',
      metadata: { name: 'old' },
      spec: {
        selector: { app: 'old' },
        template: { metadata: { labels: { app: 'old' } }, spec: { containers: [{ name: 'main', image: 'main' }] } },
      },
    });
    await api.remove('a controller is orphaned by default', `${controllers}/old`);
    await api.patch('let the controller go', 'merge', `${controllers}/old`, { metadata: { finalizers: null } });
    const apps = namespace.replace('/api/v1', '/apis/apps/v1');
    await api.create('create a deployment', `${apps}/deployments`, deployment('web'));
    await api.remove('a deployment goes in the background', `${apps}/deployments/web`);
    await api.create('create a deployment again', `${apps}/deployments`, deployment('web'));
    await api.remove('a deployment goes in the foreground', `${apps}/deployments/web?propagationPolicy=Foreground`);

    const pods = `${namespace}/pods`;
    await api.create('create a pod', pods, pod('waiting'));
    await api.remove('a pod without a node goes at once', `${pods}/waiting`);
    await api.create('create a pod on a node', pods, pod('running', {}, { nodeName: 'node-a' }));
    await api.remove('a pod on a node is asked to stop', `${pods}/running`);
    await api.remove('with shorter grace', `${pods}/running?gracePeriodSeconds=5`);
    await api.remove('with longer grace', `${pods}/running?gracePeriodSeconds=50`);
    await api.remove('without grace', `${pods}/running?gracePeriodSeconds=0`);
    await api.create('create a pod with a finalizer', pods, pod('held', { finalizers: ['example.com/hold'] }));
    await api.remove('a pod with a finalizer', `${pods}/held`);
    await api.patch('let the pod go', 'json', `${pods}/held`, [{ op: 'remove', path: '/metadata/finalizers' }]);

    await api.create('create for a collection', path, configMap('last', {}, { finalizers: ['example.com/keep'] }));
    await api.remove('a collection as a dry run', `${path}?dryRun=All`);
    await api.remove('a collection', path);
    await api.get('what is left of the collection', path);
    await api.patch('let the last one go', 'merge', `${path}/last`, { metadata: { finalizers: [] } });
    await api.remove('a collection with a selector that is none', `${path}?labelSelector=a%20b`);
    await api.endNamespace('replay-deletion');
  },
};
