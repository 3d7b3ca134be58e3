import type { JsonObject } from '@flux19/objects';
import { field, objectField } from '../../../json/fields.ts';
import {
  type Check,
  containersThat,
  hasOwnUsers,
  isWindows,
  nameContainers,
  nameSetters,
  type PodCheck,
} from '../check.ts';

function setting(owner: JsonObject, name: string): unknown {
  return field(objectField(owner, 'securityContext'), name);
}

const privileged: Check = {
  id: 'privileged',
  level: 'baseline',
  versions: [
    {
      since: 0,
      run({ spec }) {
        const names = containersThat(spec, (container) => setting(container, 'privileged') === true);
        if (names.length === 0) return undefined;
        const detail = `${nameContainers(names)} must not set securityContext.privileged=true`;
        return { reason: 'privileged', detail };
      },
    },
  ],
};

const noEscalation: PodCheck = ({ spec }) => {
  const names = containersThat(spec, (container) => setting(container, 'allowPrivilegeEscalation') !== false);
  if (names.length === 0) return undefined;
  const detail = `${nameContainers(names)} must set securityContext.allowPrivilegeEscalation=false`;
  return { reason: 'allowPrivilegeEscalation != false', detail };
};

const allowPrivilegeEscalation: Check = {
  id: 'allowPrivilegeEscalation',
  level: 'restricted',
  versions: [
    { since: 8, run: noEscalation },
    { since: 25, run: (pod) => (isWindows(pod.spec) ? undefined : noEscalation(pod)) },
  ],
};

const notRoot: PodCheck = ({ spec }) => {
  const reason = 'runAsNonRoot != true';
  const ofPod = setting(spec, 'runAsNonRoot');
  const isRoot = (container: JsonObject) => setting(container, 'runAsNonRoot') === false;
  const setters = nameSetters(ofPod === false, containersThat(spec, isRoot));
  if (setters !== '') return { reason, detail: `${setters} must not set securityContext.runAsNonRoot=false` };
  const silent = containersThat(spec, (container) => (setting(container, 'runAsNonRoot') ?? ofPod) !== true);
  if (silent.length === 0) return undefined;
  return { reason, detail: `pod or ${nameContainers(silent)} must set securityContext.runAsNonRoot=true` };
};

const runAsNonRoot: Check = {
  id: 'runAsNonRoot',
  level: 'restricted',
  versions: [
    { since: 0, run: notRoot },
    { since: 35, run: (pod) => (hasOwnUsers(pod.spec) ? undefined : notRoot(pod)) },
  ],
};

const notUserZero: PodCheck = ({ spec }) => {
  const isZero = (owner: JsonObject) => setting(owner, 'runAsUser') === 0;
  const setters = nameSetters(isZero(spec), containersThat(spec, isZero));
  return setters === '' ? undefined : { reason: 'runAsUser=0', detail: `${setters} must not set runAsUser=0` };
};

const runAsUser: Check = {
  id: 'runAsUser',
  level: 'restricted',
  versions: [
    { since: 23, run: notUserZero },
    { since: 35, run: (pod) => (hasOwnUsers(pod.spec) ? undefined : notUserZero(pod)) },
  ],
};

/** As whom containers run, and whether they may become somebody else. */
export const privilegeChecks: readonly Check[] = [privileged, allowPrivilegeEscalation, runAsNonRoot, runAsUser];
