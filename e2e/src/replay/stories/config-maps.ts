import type { Story } from '../story.ts';
import { configMap } from './objects.ts';

/** Every verb on the plainest kind. */
export const configMaps: Story = {
  subject: 'config-maps',
  async tell(api) {
    const namespace = await api.namespace('replay-config-maps');
    const path = `${namespace}/configmaps`;
    const created = await api.create('create', path, configMap('one', { a: '1' }));
    await api.create('create what exists', path, configMap('one'));
    await api.get('get', `${path}/one`);
    await api.get('get what does not exist', `${path}/none`);
    await api.get('list', path);
    await api.replace('replace', `${path}/one`, configMap('one', { a: '2' }));
    await api.replace('replace without a change', `${path}/one`, configMap('one', { a: '2' }));
    await api.replace('replace an old version', `${path}/one`, {
      ...configMap('one', { a: '3' }, { resourceVersion: created.text('metadata.resourceVersion') }),
    });
    const watch = await api.watch(`${path}?watch=true&resourceVersion=${created.text('metadata.resourceVersion')}`);
    await api.remove('delete', `${path}/one`);
    await watch.events('watch', 2);
    await watch.close();
    await api.remove('delete what does not exist', `${path}/one`);
    await api.endNamespace('replay-config-maps');
  },
};
