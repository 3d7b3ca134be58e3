import type { JsonObject } from '@flux19/objects';
import type { Story } from '../story.ts';
import { causesInOrder } from './causes-in-order.ts';
import { define, definition, definitionsPath, undefine, version } from './custom-objects.ts';

const group = 'cel.replay.example';

function rules(...validations: JsonObject[]): JsonObject {
  return { 'x-kubernetes-validations': validations };
}

const spec: JsonObject = {
  type: 'object',
  properties: {
    min: { type: 'integer' },
    max: { type: 'integer' },
    fixed: { type: 'string', ...rules({ rule: 'self == oldSelf', message: 'fixed is immutable' }) },
    name: {
      type: 'string',
      maxLength: 20,
      ...rules({ rule: "self.startsWith('a')", messageExpression: "'name is ' + self", reason: 'FieldValueForbidden' }),
    },
    list: {
      type: 'array',
      maxItems: 5,
      items: { type: 'integer', ...rules({ rule: 'self % 2 == 0' }) },
    },
    duration: {
      type: 'string',
      maxLength: 20,
      ...rules({ rule: "duration(self) < duration('1h')", fieldPath: undefined }),
    },
  },
  ...rules(
    { rule: '!has(self.min) || !has(self.max) || self.min <= self.max', message: 'min over max', fieldPath: '.min' },
    { rule: 'self.max / self.min < 100', message: 'too far apart' },
    { rule: 'has(oldSelf.max) == has(self.max)', message: 'max comes and goes' },
  ),
};

/** Rules in the Common Expression Language: their messages, and the rules that are refused. */
export const cel: Story = {
  subject: 'cel',
  async tell(api) {
    const namespace = await api.namespace('replay-cel');
    await define(api, definition({ group, plural: 'ranges', kind: 'Range', versions: [version('v1', { spec })] }));
    const path = `${namespace.replace('/api/v1', `/apis/${group}/v1`)}/ranges`;
    const range = (fields: object): object => {
      return { apiVersion: `${group}/v1`, kind: 'Range', metadata: { name: 'one' }, spec: fields };
    };
    await api.create('min over max', path, range({ min: 2, max: 1 }));
    await api.create('a name of a wrong beginning', path, range({ min: 1, max: 1, name: 'b' }));
    await api.create('odd numbers', path, range({ min: 1, max: 1, list: [1, 2, 3] }));
    await api.create('a division by zero', path, range({ min: 0, max: 1 }));
    await api.create('a field that is missing', path, range({ min: 1 }));
    await api.create('a duration that is none', path, range({ min: 1, max: 1, duration: 'x' }));
    await api.create('several rules', path, range({ min: 3, max: 1, list: [1], name: 'c', duration: '2h' }), {
      keep: causesInOrder,
    });
    await api.create('a wrong type before the rules', path, range({ min: 'x', name: 'c' }));
    await api.create('create', path, range({ min: 1, max: 2, fixed: 'a', list: [2] }));
    await api.patch('change what is fixed', 'merge', `${path}/one`, { spec: { fixed: 'b' } });
    await api.patch('drop what is fixed', 'merge', `${path}/one`, { spec: { fixed: null } });
    await api.patch('drop what may not go', 'merge', `${path}/one`, { spec: { max: null } });
    await api.patch('apply a fault', 'apply', `${path}/one?fieldManager=x&force=true`, range({ min: 5 }));
    await api.remove('delete', `${path}/one`);

    const faults: Readonly<Record<string, JsonObject>> = {
      'a rule that does not parse': { type: 'string', ...rules({ rule: 'self ==' }) },
      'a rule of another type': { type: 'string', ...rules({ rule: 'self' }) },
      'an unknown field': {
        type: 'object',
        properties: { a: { type: 'string' } },
        ...rules({ rule: "self.b == 'x'" }),
      },
      'an unknown function': { type: 'string', ...rules({ rule: 'self.shout()' }) },
      'an empty rule': { type: 'string', ...rules({ rule: ' ' }) },
      'a message with a line feed': { type: 'string', ...rules({ rule: 'true', message: 'a\nb' }) },
      'an unknown reason': { type: 'string', ...rules({ rule: 'true', reason: 'Because' }) },
      'a message expression of another type': { type: 'string', ...rules({ rule: 'true', messageExpression: '1' }) },
      'a path that is none': { type: 'object', properties: {}, ...rules({ rule: 'true', fieldPath: '.none' }) },
      'a rule that costs too much': {
        type: 'array',
        items: { type: 'array', items: { type: 'string' } },
        ...rules({ rule: 'self.all(a, a.all(b, self.all(c, c.all(d, b == d))))' }),
      },
      'an old value in a list': {
        type: 'array',
        items: { type: 'string', maxLength: 5, ...rules({ rule: 'self == oldSelf' }) },
      },
    };
    for (const [title, schema] of Object.entries(faults)) {
      const object = definition({
        group,
        plural: 'faults',
        kind: 'Fault',
        versions: [version('v1', { spec: schema })],
      });
      await api.create(title, `${definitionsPath}?dryRun=All`, object);
    }
    await undefine(api, `ranges.${group}`);
    await api.endNamespace('replay-cel');
  },
};
