import type { Story } from '../story.ts';
import { configMap, deployment } from './objects.ts';

/** Unknown and doubled fields: Strict refuses, Warn warns, Ignore is silent. */
export const fieldValidation: Story = {
  subject: 'field-validation',
  async tell(api) {
    const namespace = await api.namespace('replay-fields');
    const path = `${namespace}/configmaps`;
    const faulty = { ...configMap('one', { a: '1' }), more: 1, metadata: { name: 'one', extra: true } };
    for (const level of ['Strict', 'Warn', 'Ignore', 'Loud']) {
      await api.create(`create, ${level}`, `${path}?dryRun=All&fieldValidation=${level}`, faulty);
    }
    await api.create('create, by default', `${path}?dryRun=All`, faulty);
    const doubled =
      '{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"two"},"data":{"a":"1","a":"2"},"data":{"b":"1"}}';
    for (const level of ['Strict', 'Warn', 'Ignore']) {
      await api.create(`doubled keys, ${level}`, `${path}?dryRun=All&fieldValidation=${level}`, doubled);
    }
    const yaml = 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: three, name: four}\nmore: 1\n';
    for (const level of ['Strict', 'Warn', 'Ignore']) {
      const headers = { 'content-type': 'application/yaml' };
      await api.create(`YAML, ${level}`, `${path}?dryRun=All&fieldValidation=${level}`, yaml, { headers });
    }
    await api.create('create', path, configMap('one', { a: '1' }));
    for (const level of ['Strict', 'Warn', 'Ignore']) {
      const query = `dryRun=All&fieldValidation=${level}`;
      await api.replace(`replace, ${level}`, `${path}/one?${query}`, faulty);
      await api.patch(`merge, ${level}`, 'merge', `${path}/one?${query}`, { more: 1, metadata: { extra: 2 } });
      await api.patch(`json, ${level}`, 'json', `${path}/one?${query}`, [{ op: 'add', path: '/more', value: 1 }]);
      await api.patch(
        `strategic, ${level}`,
        'strategic',
        `${path}/one?${query}`,
        '{"data":{"b":"1","b":"2"},"more":1}',
      );
      await api.patch(`apply, ${level}`, 'apply', `${path}/one?fieldManager=x&${query}`, {
        ...configMap('one'),
        more: 1,
      });
    }
    const apps = namespace.replace('/api/v1', '/apis/apps/v1');
    const deep = deployment(
      'web',
      { replcas: 3 },
      { imagePullPolcy: 'Always', ports: [{ containerPort: 80, portocol: 'TCP' }] },
    );
    for (const level of ['Strict', 'Warn']) {
      await api.create(`deep fields, ${level}`, `${apps}/deployments?dryRun=All&fieldValidation=${level}`, deep);
    }
    await api.create('case counts, Strict', `${apps}/deployments?dryRun=All&fieldValidation=Strict`, {
      ...deployment('web'),
      Spec: { Replicas: 2 },
    });
    await api.endNamespace('replay-fields');
  },
};
