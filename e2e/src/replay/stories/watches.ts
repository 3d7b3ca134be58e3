import type { Story } from '../story.ts';
import { configMap, pod } from './objects.ts';

/** Events, where they begin, and how they end. */
export const watches: Story = {
  subject: 'watches',
  async tell(api) {
    const namespace = await api.namespace('replay-watches');
    const path = `${namespace}/configmaps`;
    const list = await api.get('list', path);
    const start = list.text('metadata.resourceVersion');
    const live = await api.watch(`${path}?watch=1&resourceVersion=${start}`);
    const one = await api.create('create', path, configMap('one', { a: '1' }, { labels: { seen: 'yes' } }));
    await api.patch('change', 'merge', `${path}/one`, { data: { a: '2' } });
    await api.create('create another', path, configMap('two'));
    await api.remove('delete', `${path}/two`);
    await live.events('from a list on', 4);
    await live.close();

    const resumed = await api.watch(`${path}?watch=1&resourceVersion=${one.text('metadata.resourceVersion')}`);
    await resumed.events('resumed', 3);
    await resumed.close();

    const fresh = await api.watch(`${path}?watch=1`);
    await fresh.events('without a version', 1);
    await fresh.close();
    const any = await api.watch(`${path}?watch=1&resourceVersion=0`);
    await any.events('from any version', 1);
    await any.close();

    const initial = await api.watch(
      `${path}?watch=1&sendInitialEvents=true&allowWatchBookmarks=true&resourceVersionMatch=NotOlderThan`,
    );
    await initial.events('initial events and their end', 2);
    await api.patch('change after the initial events', 'merge', `${path}/one`, { data: { a: '3' } });
    await initial.events('after the initial events', 1);
    await initial.close();
    const unmarked = await api.watch(
      `${path}?watch=1&sendInitialEvents=true&resourceVersionMatch=NotOlderThan&timeoutSeconds=1`,
    );
    await unmarked.toTheEnd('initial events without bookmarks');
    const none = await api.watch(
      `${path}?watch=1&sendInitialEvents=false&resourceVersionMatch=NotOlderThan&timeoutSeconds=1`,
    );
    await none.toTheEnd('no initial events');
    await api.get('initial events without a match', `${path}?watch=1&sendInitialEvents=true`);
    await api.get(
      'initial events of an exact version',
      `${path}?watch=1&sendInitialEvents=true&resourceVersionMatch=Exact`,
    );
    await api.get('initial events for a list', `${path}?sendInitialEvents=true&resourceVersionMatch=NotOlderThan`);
    await api.get(
      'a match without initial events',
      `${path}?watch=1&resourceVersion=${start}&resourceVersionMatch=NotOlderThan`,
    );

    const labelled = await api.watch(
      `${path}?watch=1&labelSelector=seen%3Dyes&resourceVersion=${one.text('metadata.resourceVersion')}`,
    );
    await api.create('create unseen', path, configMap('unseen'));
    await api.patch('becomes seen', 'merge', `${path}/unseen`, { metadata: { labels: { seen: 'yes' } } });
    await api.patch('stays seen', 'merge', `${path}/unseen`, { data: { a: '1' } });
    await api.patch('leaves', 'merge', `${path}/unseen`, { metadata: { labels: { seen: 'no' } } });
    await api.remove('delete unseen', `${path}/unseen`);
    await labelled.events('by label', 5);
    await labelled.close();
    const named = await api.watch(`${path}?watch=1&fieldSelector=metadata.name%3Done&resourceVersion=0`);
    await named.events('by name', 1);
    await named.close();
    const single = await api.watch(`${path}/one?watch=1&resourceVersion=0`);
    await single.events('of one object', 1);
    await single.close();
    const old = await api.watch(`/api/v1/watch/namespaces/replay-watches/configmaps?resourceVersion=0`);
    await old.events('at the old path', 1);
    await old.close();
    const oldSingle = await api.watch(`/api/v1/watch/namespaces/replay-watches/configmaps/one?resourceVersion=0`);
    await oldSingle.events('of one object at the old path', 1);
    await oldSingle.close();
    const everywhere = await api.watch(
      '/api/v1/configmaps?watch=1&resourceVersion=0&fieldSelector=metadata.namespace%3Dreplay-watches',
    );
    await everywhere.events('in all namespaces', 1);
    await everywhere.close();

    for (const [title, accept] of [
      ['as a table', 'application/json;as=Table;v=v1;g=meta.k8s.io'],
      ['as metadata', 'application/json;as=PartialObjectMetadata;v=v1;g=meta.k8s.io'],
    ] as const) {
      const seen = await api.watch(`${path}?watch=1&resourceVersion=0`, { headers: { accept } });
      await seen.events(title, 1);
      await api.patch(`change for a watch ${title}`, 'merge', `${path}/one`, { data: { seen: title } });
      await seen.events(`${title}, a change`, 1);
      await seen.close();
    }
    const yaml = await api.watch(`${path}?watch=1&resourceVersion=0`, { headers: { accept: 'application/yaml' } });
    await yaml.close();
    await api.get('as protocol buffers or JSON', `${path}?watch=1&resourceVersion=0&timeoutSeconds=1`, {
      headers: { accept: 'text/html' },
    });

    const first = await api.watch(`${path}?watch=1&resourceVersion=1&timeoutSeconds=1`);
    await first.toTheEnd('from the first version');
    await api.get('from a version that is no number', `${path}?watch=1&resourceVersion=x`);
    await api.get('with a limit that is no number', `${path}?watch=1&limit=x`);
    await api.get('with a selector that is none', `${path}?watch=1&labelSelector=a%20b`);
    await api.get('with a field that cannot be selected', `${path}?watch=1&fieldSelector=data.a%3D1`);
    await api.get('with a timeout that is no number', `${path}?watch=1&timeoutSeconds=x`);
    const short = await api.watch(`${path}?watch=1&timeoutSeconds=1&resourceVersion=0`);
    await short.toTheEnd('with a timeout');
    const values = await api.watch(`${path}?watch=true&timeoutSeconds=1&resourceVersion=0&allowWatchBookmarks=false`);
    await values.toTheEnd('without bookmarks');

    await api.create('create a pod', `${namespace}/pods`, pod('graceful', {}, { nodeName: 'node-a' }));
    const pods = await api.watch(`${namespace}/pods?watch=1&resourceVersion=0`);
    await api.remove('delete gracefully', `${namespace}/pods/graceful`, { gracePeriodSeconds: 5 });
    await api.remove('delete at once', `${namespace}/pods/graceful`, { gracePeriodSeconds: 0 });
    await pods.events('a graceful deletion', 3);
    await pods.close();
    await api.get('who may not watch', `${path}?watch=1`, { as: 'reader' });
    await api.endNamespace('replay-watches');
  },
};
