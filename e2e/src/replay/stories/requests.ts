import type { Story } from '../story.ts';
import { configMap } from './objects.ts';

/** Requests that are odd: paths, methods, types, bodies. */
export const requests: Story = {
  subject: 'requests',
  async tell(api) {
    const namespace = await api.namespace('replay-requests');
    const path = `${namespace}/configmaps`;
    const paths: readonly string[] = [
      '/nowhere',
      '/api/v1/nothings',
      '/api/v1/namespaces/replay-requests/nothings/one',
      '/api/v2/pods',
      '/apis/nowhere.example/v1/things',
      '/apis/apps/v2/deployments',
      '/apis/apps/v1/deployments/one',
      '/api/v1/configmaps/one',
      '/api/v1/namespaces/replay-requests/nodes',
      '/api/v1/nodes/one/nothing',
      '/api/v1/namespaces/replay-requests/configmaps/one/status',
      '/api/v1/namespaces/replay-requests/configmaps/one/two/three',
      '/api/v1/namespaces/replay-requests/configmaps/',
      '//api/v1',
      '/api/v1/componentstatuses/none',
      '/apis/authorization.k8s.io/v1/subjectaccessreviews',
      '/apis/authentication.k8s.io/v1/tokenreviews/one',
      '/api/v1/namespaces/replay-requests/configmaps/%20',
      '/api/v1/namespaces/replay-requests/configmaps/a%2Fb',
      '/api/v1/namespaces/replay-requests/configmaps/Ünder',
      '/api/v1/proxy/namespaces/a/services/b',
    ];
    for (const one of paths) await api.get(`get ${one}`, one);
    for (const method of ['POST', 'PUT', 'PATCH', 'DELETE', 'HEAD', 'OPTIONS', 'TRACE2']) {
      await api.send(`${method} of one`, method, `${path}/none`, method === 'HEAD' ? {} : { body: '{}' });
    }
    for (const method of ['PUT', 'PATCH', 'HEAD', 'OPTIONS']) {
      await api.send(`${method} of all`, method, path, method === 'HEAD' ? {} : { body: '{}' });
    }
    for (const method of ['POST', 'PUT', 'DELETE', 'PATCH', 'HEAD']) {
      await api.send(`${method} of the version`, method, '/version');
      await api.send(`${method} of the groups`, method, '/apis');
    }
    await api.create(
      'create in all namespaces',
      '/api/v1/configmaps',
      configMap('one', {}, { namespace: 'replay-requests' }),
    );
    await api.remove('delete in all namespaces', '/api/v1/configmaps?labelSelector=none%3Dnone');

    const bodies: Readonly<Record<string, string>> = {
      nothing: '',
      'an empty object': '{}',
      null: 'null',
      text: '"text"',
      'a list': '[]',
      'a number': '7',
      'a broken object': '{"apiVersion":"v1",',
      'more than one object': '{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"more"}} {}',
      'data of a wrong type': '{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"x"},"data":{"a":{"b":1}}}',
      'metadata of a wrong type': '{"apiVersion":"v1","kind":"ConfigMap","metadata":"x"}',
      'a name of a wrong type': '{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":7}}',
      'labels of a wrong type': '{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"x","labels":["a"]}}',
      'a time that is none':
        '{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"x","creationTimestamp":"noon"}}',
      'a kind of a wrong type': '{"apiVersion":"v1","kind":7}',
      'no version': '{"kind":"ConfigMap","metadata":{"name":"x"}}',
      'no kind': '{"apiVersion":"v1","metadata":{"name":"bare"}}',
      'a broken version': '{"apiVersion":"a/b/c","kind":"ConfigMap","metadata":{"name":"x"}}',
      'an unknown kind': '{"apiVersion":"v1","kind":"Nothing","metadata":{"name":"x"}}',
      'a list of the kind': '{"apiVersion":"v1","kind":"ConfigMapList","items":[]}',
      'a bad escape': '{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"\\x"}}',
      'a control character': '{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"a\tb"}}',
    };
    for (const [title, body] of Object.entries(bodies)) await api.create(`create from ${title}`, path, body);
    for (const title of ['nothing', 'an empty object', 'a broken object', 'no kind', 'an unknown kind']) {
      await api.replace(`replace by ${title}`, `${path}/bare`, bodies[title]);
    }
    await api.create('YAML as JSON', path, 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: yaml}\n');
    await api.create('YAML', path, 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: yaml}\n', {
      headers: { 'content-type': 'application/yaml', accept: 'application/yaml' },
    });
    await api.create('broken YAML', path, 'a: b: c', { headers: { 'content-type': 'application/yaml' } });
    const types: readonly string[] = [
      'text/plain',
      'application/xml',
      'application/json; charset=utf-8',
      'nonsense',
      'application/cbor',
    ];
    for (const type of types) {
      await api.create(`create as ${type}`, path, configMap('typed'), { headers: { 'content-type': type } });
    }
    await api.create('create as protocol buffers that are none', path, 'k8s', {
      headers: { 'content-type': 'application/vnd.kubernetes.protobuf' },
    });
    const accepts: readonly string[] = [
      'application/json',
      'application/vnd.kubernetes.protobuf,application/json',
      'application/yaml',
      'text/html',
      '*/*',
      'application/*',
      'application/json;q=0.1,application/yaml',
      'application/cbor',
      'nonsense',
      'application/json;stream=watch',
      'application/json;pretty=1',
    ];
    for (const accept of accepts) {
      // Protocol buffers are no JSON, which the recording could show.
      if (accept.includes('protobuf')) continue;
      await api.get(`get as ${accept}`, `${path}/bare`, { headers: { accept } });
    }
    const protobuf = { accept: 'application/vnd.kubernetes.protobuf' };
    await api.get('protocol buffers or nothing', `${path}/bare`, { headers: protobuf, keep: () => 'left out' });
    await api.get('get for people', `${path}/bare?pretty=true`);
    await api.get('get for a browser', `${path}/bare`, { headers: { 'user-agent': 'Mozilla/5.0' } });
    await api.create('large', path, configMap('large', { text: 'x'.repeat(200_000) }), { keep: () => 'left out' });
    await api.get('large and compressed', `${path}/large`, {
      headers: { 'accept-encoding': 'gzip' },
      keep: () => 'left out',
    });
    await api.get('large and not compressed', `${path}/large`, {
      headers: { 'accept-encoding': 'identity' },
      keep: () => 'left out',
    });
    await api.get('small and not compressed', `${path}/bare`, { headers: { 'accept-encoding': 'gzip' } });
    await api.create('too large for its kind', path, configMap('huge', { text: 'x'.repeat(1_100_000) }));
    await api.create('too large', path, configMap('huge', { text: 'x'.repeat(3_200_000) }));
    await api.create('too many annotations', path, configMap('noted', {}, { annotations: { a: 'x'.repeat(300_000) } }));
    await api.create('options of a wrong type', `${path}?fieldManager=a&fieldManager=b&dryRun=All`, configMap('typed'));
    await api.get('an unknown option', `${path}/bare?more=1`);
    await api.endNamespace('replay-requests');
  },
};
