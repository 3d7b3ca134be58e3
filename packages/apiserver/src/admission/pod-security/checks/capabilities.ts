import type { JsonObject } from '@flux19/objects';
import { objectField, textsField } from '../../../json/fields.ts';
import {
  type Check,
  containersOf,
  containersThat,
  isWindows,
  nameContainers,
  type PodCheck,
  quoteAll,
  sortedSet,
} from '../check.ts';

const defaults: ReadonlySet<string> = new Set([
  'AUDIT_WRITE',
  'CHOWN',
  'DAC_OVERRIDE',
  'FOWNER',
  'FSETID',
  'KILL',
  'MKNOD',
  'NET_BIND_SERVICE',
  'SETFCAP',
  'SETGID',
  'SETPCAP',
  'SETUID',
  'SYS_CHROOT',
]);

function capabilities(container: JsonObject, kind: 'add' | 'drop'): readonly string[] {
  return textsField(objectField(objectField(container, 'securityContext'), 'capabilities'), kind);
}

/** Which containers add what they may not; empty when none does. */
function forbiddenAdditions(spec: JsonObject, isAllowed: (capability: string) => boolean): string {
  const forbidden = (container: JsonObject) => capabilities(container, 'add').filter((one) => !isAllowed(one));
  const names = containersThat(spec, (container) => forbidden(container).length > 0);
  if (names.length === 0) return '';
  const list = quoteAll(sortedSet(containersOf(spec).flatMap(forbidden)));
  return `${nameContainers(names)} must not include ${list} in securityContext.capabilities.add`;
}

const baseline: Check = {
  id: 'capabilities_baseline',
  level: 'baseline',
  versions: [
    {
      since: 0,
      run({ spec }) {
        const detail = forbiddenAdditions(spec, (one) => defaults.has(one));
        return detail === '' ? undefined : { reason: 'non-default capabilities', detail };
      },
    },
  ],
};

const dropEverything: PodCheck = ({ spec }) => {
  const names = containersThat(spec, (container) => !capabilities(container, 'drop').includes('ALL'));
  const missing =
    names.length === 0 ? '' : `${nameContainers(names)} must set securityContext.capabilities.drop=["ALL"]`;
  const added = forbiddenAdditions(spec, (one) => one === 'NET_BIND_SERVICE');
  const detail = [missing, added].filter((part) => part !== '').join('; ');
  return detail === '' ? undefined : { reason: 'unrestricted capabilities', detail };
};

const overrides = ['capabilities_baseline'];
const restricted: Check = {
  id: 'capabilities_restricted',
  level: 'restricted',
  versions: [
    { since: 22, run: dropEverything, overrides },
    { since: 25, run: (pod) => (isWindows(pod.spec) ? undefined : dropEverything(pod)), overrides },
  ],
};

export const capabilityChecks: readonly Check[] = [baseline, restricted];
