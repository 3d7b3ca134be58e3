import type { Story } from '../story.ts';

const regarding = { kind: 'Pod', namespace: 'replay-events', name: 'web', uid: 'u', apiVersion: 'v1' };

/** Events of both groups, which are the same objects. */
export const events: Story = {
  subject: 'events',
  async tell(api) {
    const namespace = await api.namespace('replay-events');
    const core = `${namespace}/events`;
    const group = `${namespace.replace('/api/v1', '/apis/events.k8s.io/v1')}/events`;
    const old = (name: string, more: object = {}): object => ({
      apiVersion: 'v1',
      kind: 'Event',
      metadata: { name },
      involvedObject: regarding,
      reason: 'Started',
      message: 'it runs',
      type: 'Normal',
      source: { component: 'replay', host: 'here' },
      firstTimestamp: '2001-01-01T00:00:00Z',
      lastTimestamp: '2001-01-01T00:00:05Z',
      count: 3,
      ...more,
    });
    const young = (name: string, more: object = {}): object => ({
      apiVersion: 'events.k8s.io/v1',
      kind: 'Event',
      metadata: { name },
      regarding,
      reason: 'Started',
      note: 'it runs',
      type: 'Normal',
      action: 'Starting',
      eventTime: '2001-01-01T00:00:00.000000Z',
      reportingController: 'replay.example/one',
      reportingInstance: 'here',
      ...more,
    });
    await api.create('an old event', core, old('old'));
    await api.get('an old event in the new group', `${group}/old`);
    await api.create('a new event', group, young('young'));
    await api.get('a new event in the old group', `${core}/young`);
    await api.create(
      'a series',
      group,
      young('series', { series: { count: 2, lastObservedTime: '2001-01-01T00:00:09.000000Z' } }),
    );
    await api.create('an event without an object', core, { ...old('bare'), involvedObject: {} });
    await api.create('an event of another namespace', core, {
      ...old('away'),
      involvedObject: { ...regarding, namespace: 'other' },
    });
    await api.create('an event without a time', group, young('timeless', { eventTime: null }));
    await api.create('an event without an action', group, young('idle', { action: '' }));
    await api.create('a type that is none', group, young('odd', { type: 'Strange' }));
    await api.create('a note too long', group, young('long', { note: 'x'.repeat(1025) }));
    await api.create('an unknown reporter', group, young('reporter', { reportingController: 'no slash' }));
    await api.patch('count up', 'merge', `${core}/old`, { count: 4, lastTimestamp: '2001-01-01T00:01:00Z' });
    await api.patch('change the note', 'merge', `${group}/young`, { note: 'changed' });
    const table = { accept: 'application/json;as=Table;v=v1;g=meta.k8s.io' };
    await api.get('print old', core, { headers: table });
    await api.get('print new', group, { headers: table });
    for (const selector of [
      'involvedObject.name=web',
      'reason=Started,type=Normal',
      'source=replay',
      'reportingComponent=replay.example/one',
    ]) {
      await api.get(`old by ${selector}`, `${core}?fieldSelector=${encodeURIComponent(selector)}`);
    }
    for (const selector of ['regarding.name=web', 'reason=Started', 'involvedObject.name=web']) {
      await api.get(`new by ${selector}`, `${group}?fieldSelector=${encodeURIComponent(selector)}`);
    }
    await api.remove('delete all', core);
    await api.endNamespace('replay-events');
  },
};
