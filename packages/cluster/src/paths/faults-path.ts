import type { PathAnswer, PathExtension, PathRequest } from '@flux19/apiserver';
import { parseYaml, YamlError } from '@flux19/yaml';
import type { ActiveFaultRule } from '../faults/fault-rule.ts';
import type { FaultSwitchboard } from '../faults/fault-switchboard.ts';
import { FaultRuleError, parseFaultRules } from '../faults/parse-fault-rules.ts';
import { refusePath } from './refuse-path.ts';

/**
 * The switchboard over HTTP: GET lists the rules with what they have done, POST adds one or several (JSON or YAML), DELETE takes one or, without
 * a name, all of them back.
 */
export function faultsPath(switchboard: FaultSwitchboard): PathExtension {
  return {
    path: '/flux19.io/faults',
    answer: async (request) => {
      try {
        return answer(switchboard, request);
      } catch (thrown) {
        if (thrown instanceof FaultRuleError || thrown instanceof YamlError) return refusePath(400, thrown.message);
        throw thrown;
      }
    },
  };
}

function answer(switchboard: FaultSwitchboard, { method, rest, body }: PathRequest): PathAnswer {
  const [name, ...more] = rest;
  if (more.length > 0) return refusePath(404, 'there is no such path; faults have a name and nothing below it');
  if (method === 'GET') return name === undefined ? listing(switchboard.list()) : one(switchboard, name);
  if (method === 'POST' && name === undefined) return { ...listing(addAll(switchboard, body)), code: 201 };
  if (method === 'DELETE') return remove(switchboard, name);
  return refusePath(405, 'faults are listed by GET, added by POST without a name, and removed by DELETE');
}

function listing(items: readonly ActiveFaultRule[]): PathAnswer {
  return { code: 200, body: { kind: 'FaultList', apiVersion: 'flux19.io/v1', items } };
}

function one(switchboard: FaultSwitchboard, name: string): PathAnswer {
  const rule = switchboard.get(name);
  return rule === undefined ? unknownRule(name) : { code: 200, body: rule };
}

/** All or none. */
function addAll(switchboard: FaultSwitchboard, body: string): readonly ActiveFaultRule[] {
  const rules = parseFaultRules(parseYaml(body));
  const added: ActiveFaultRule[] = [];
  try {
    for (const rule of rules) added.push(switchboard.add(rule));
  } catch (thrown) {
    for (const { name } of added) switchboard.remove(name);
    throw thrown;
  }
  return added;
}

function remove(switchboard: FaultSwitchboard, name: string | undefined): PathAnswer {
  if (name !== undefined) return switchboard.remove(name) ? removed(1) : unknownRule(name);
  const { length } = switchboard.list();
  switchboard.clear();
  return removed(length);
}

function removed(count: number): PathAnswer {
  const message = `removed ${count} fault${count === 1 ? '' : 's'}`;
  return { code: 200, body: { kind: 'Status', apiVersion: 'v1', metadata: {}, status: 'Success', message } };
}

function unknownRule(name: string): PathAnswer {
  return refusePath(404, `there is no fault ${JSON.stringify(name)}`);
}
