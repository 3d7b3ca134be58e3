import type { PathExtension } from '@flux19/apiserver';
import { isJsonObject } from '@flux19/objects';
import { type Clock, ManualClock } from '@flux19/ports';
import { parseYaml, YamlError } from '@flux19/yaml';
import { refusePath } from './refuse-path.ts';

/** A year. */
const longestStepMs = 366 * 86_400_000;

/** The time of the cluster over HTTP: GET tells it, POST of `{"advanceMs": 3600000}` moves it and answers when the cluster is at rest. */
export function clockPath(clock: Clock, advance: (ms: number) => Promise<void>): PathExtension {
  const told = (): object => ({ now: new Date(clock.now()).toISOString(), isManual: clock instanceof ManualClock });
  return {
    path: '/flux19.io/clock',
    async answer({ method, rest, body }) {
      if (rest.length > 0) return refusePath(404, 'there is no such path');
      if (method === 'GET') return { code: 200, body: told() };
      if (method !== 'POST') return refusePath(405, 'the time is told by GET and moved by POST');
      if (!(clock instanceof ManualClock)) {
        return refusePath(400, 'the clock of this cluster is that of the machine and cannot be moved');
      }
      const ms = readStep(body);
      if (ms === undefined) {
        return refusePath(400, `advanceMs has to be an integer from 0 to ${longestStepMs}, in milliseconds`);
      }
      await advance(ms);
      return { code: 200, body: told() };
    },
  };
}

function readStep(body: string): number | undefined {
  try {
    const value = parseYaml(body);
    const ms = isJsonObject(value) ? value['advanceMs'] : undefined;
    return typeof ms === 'number' && Number.isInteger(ms) && ms >= 0 && ms <= longestStepMs ? ms : undefined;
  } catch (thrown) {
    if (thrown instanceof YamlError) return undefined;
    throw thrown;
  }
}
