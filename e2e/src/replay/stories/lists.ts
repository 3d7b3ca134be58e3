import type { Story } from '../story.ts';
import { configMap, pod } from './objects.ts';

/** Pages, selectors, and the forms in which lists are read. */
export const lists: Story = {
  subject: 'lists',
  async tell(api) {
    const namespace = await api.namespace('replay-lists');
    const path = `${namespace}/configmaps`;
    const tiers = ['front', 'front', 'back', 'back', ''];
    for (const [index, tier] of tiers.entries()) {
      const labels = tier === '' ? {} : { tier, number: `${index}` };
      await api.create(`create ${index}`, path, configMap(`c${index}`, {}, { labels }));
    }
    const first = await api.get('first page', `${path}?limit=2`);
    const second = await api.get('second page', `${path}?limit=2&continue=${first.text('metadata.continue')}`);
    await api.get('last page', `${path}?limit=2&continue=${second.text('metadata.continue')}`);
    await api.remove('delete during the pages', `${path}/c4`);
    await api.get('the rest without a limit', `${path}?continue=${first.text('metadata.continue')}`);
    await api.get('a page that the selector makes', `${path}?limit=1&labelSelector=tier%3Dfront`);
    await api.get('a page of exactly all', `${path}?limit=4`);
    await api.get('a token that is none', `${path}?limit=2&continue=none`);
    await api.get(
      'a token with a resource version',
      `${path}?limit=2&resourceVersion=1&continue=${first.text('metadata.continue')}`,
    );
    await api.get('a limit that is no number', `${path}?limit=two`);
    await api.get('a negative limit', `${path}?limit=-1`);
    await api.get('any version', `${path}?resourceVersion=0&labelSelector=tier%3Dfront`);
    await api.get(
      'not older than',
      `${path}?resourceVersion=1&resourceVersionMatch=NotOlderThan&labelSelector=tier%3Dfront`,
    );
    await api.get('a match without a version', `${path}?resourceVersionMatch=Exact`);
    await api.get('an unknown match', `${path}?resourceVersion=1&resourceVersionMatch=Near`);
    await api.get('exactly version 0', `${path}?resourceVersion=0&resourceVersionMatch=Exact`);
    await api.get('a version that is no number', `${path}?resourceVersion=x`);
    await api.get('a version far ahead', `${path}?resourceVersion=9999999999`);
    await api.get('a get of a version that is no number', `${path}/c0?resourceVersion=x`);
    await api.get('a get of any version', `${path}/c0?resourceVersion=0`);

    const selectors: readonly string[] = [
      'tier=front',
      'tier==front,number=0',
      'tier!=front',
      'tier in (front,back),number notin (1,2)',
      'tier',
      '!tier',
      'number>1',
      'number<2',
      'tier in ()',
      'tier in (front',
      'tier=a b',
      '=front',
      'tier=front,',
      'a/b/c=d',
      'number>x',
    ];
    for (const selector of selectors) {
      await api.get(`labels ${selector}`, `${path}?labelSelector=${encodeURIComponent(selector)}`);
    }
    const fields: readonly string[] = [
      'metadata.name=c1',
      'metadata.name!=c1',
      'metadata.namespace=replay-lists',
      'metadata.namespace=other',
      'data.a=1',
      'metadata.name',
      'metadata.name=c1,metadata.name=c2',
      'metadata.name in (a)',
    ];
    for (const selector of fields) {
      await api.get(`fields ${selector}`, `${path}?fieldSelector=${encodeURIComponent(selector)}`);
    }
    await api.create('a pod', `${namespace}/pods`, pod('one', {}, { nodeName: 'node-a' }));
    for (const selector of ['spec.nodeName=node-a', 'status.phase=Pending', 'status.phase!=Pending', 'spec.image=x']) {
      await api.get(`pods ${selector}`, `${namespace}/pods?fieldSelector=${encodeURIComponent(selector)}`);
    }
    await api.get('pods of all namespaces', '/api/v1/pods?fieldSelector=metadata.namespace%3Dreplay-lists');
    await api.get('a name in all namespaces', '/api/v1/configmaps?fieldSelector=metadata.name%3Dc1');
    await api.get('a list in a namespace that is not', '/api/v1/namespaces/replay-none/configmaps');
    const forms: Readonly<Record<string, string>> = {
      table: 'application/json;as=Table;v=v1;g=meta.k8s.io,application/json',
      'metadata alone': 'application/json;as=PartialObjectMetadataList;v=v1;g=meta.k8s.io',
      'metadata of one for a list': 'application/json;as=PartialObjectMetadata;v=v1;g=meta.k8s.io',
      YAML: 'application/yaml',
      'an old table': 'application/json;as=Table;v=v1beta1;g=meta.k8s.io',
      'an unknown form': 'application/json;as=Cards;v=v1;g=meta.k8s.io',
      'a table of another group': 'application/json;as=Table;v=v1;g=example.com',
      'an unknown type': 'text/html',
      'an unknown type or anything': 'text/html,*/*;q=0.1',
    };
    for (const [form, accept] of Object.entries(forms)) {
      await api.get(`list as ${form}`, `${path}?limit=2`, { headers: { accept } });
    }
    const table = { accept: 'application/json;as=Table;v=v1;g=meta.k8s.io' };
    for (const include of ['None', 'Object', 'Metadata', 'Some']) {
      await api.get(`table with ${include}`, `${path}/c0?includeObject=${include}`, { headers: table });
    }
    const metadata = { accept: 'application/json;as=PartialObjectMetadata;v=v1;g=meta.k8s.io' };
    await api.get('one as metadata', `${path}/c0`, { headers: metadata });
    await api.get('one as a list of metadata', `${path}/c0`, {
      headers: { accept: 'application/json;as=PartialObjectMetadataList;v=v1;g=meta.k8s.io' },
    });
    await api.get('an error as a table', `${path}/none`, { headers: table });
    await api.create('create as a table', path, configMap('printed'), { headers: table });
    await api.remove('delete as metadata', `${path}/printed`, undefined, { headers: metadata });
    await api.remove('delete the collection by label', `${path}?labelSelector=tier%3Dfront`);
    await api.remove('delete the collection by a field', `${path}?fieldSelector=metadata.name%3Dc2`);
    await api.get('what is left', path);
    await api.remove('delete the whole collection', path);
    await api.remove('delete an empty collection', path);
    await api.endNamespace('replay-lists');
  },
};
