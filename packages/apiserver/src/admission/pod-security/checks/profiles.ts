import type { JsonObject } from '@flux19/objects';
import { fieldAt } from '../../../json/fields.ts';
import {
  type Check,
  containersOf,
  containersThat,
  type Finding,
  hasOwnUsers,
  isWindows,
  nameContainers,
  nameSetters,
  type PodCheck,
  plural,
  quoteAll,
  sortedSet,
} from '../check.ts';

const allowedTypes: ReadonlySet<string> = new Set(['RuntimeDefault', 'Localhost']);

function profileType(owner: JsonObject, profile: string): string | undefined {
  const type = fieldAt(owner, ['securityContext', profile, 'type']);
  return typeof type === 'string' ? type : undefined;
}

interface BadProfiles {
  /** Empty when all is well. */
  readonly setters: string;
  readonly types: readonly string[];
}

function badProfiles(spec: JsonObject, profile: string): BadProfiles {
  const bad = (owner: JsonObject): string[] => {
    const type = profileType(owner, profile);
    return type === undefined || allowedTypes.has(type) ? [] : [type];
  };
  const isBad = (owner: JsonObject): boolean => bad(owner).length > 0;
  return {
    setters: nameSetters(isBad(spec), containersThat(spec, isBad)),
    types: sortedSet([spec, ...containersOf(spec)].flatMap(bad)),
  };
}

const armorPrefix = 'container.apparmor.security.beta.kubernetes.io/';

const appArmor: Check = {
  id: 'appArmorProfile',
  level: 'baseline',
  versions: [
    {
      since: 0,
      run({ spec, annotations }) {
        const { setters, types } = badProfiles(spec, 'appArmorProfile');
        const forbidden = Object.entries(annotations)
          .filter(([key, value]) => key.startsWith(armorPrefix) && !/^(runtime\/default|localhost\/.*|)$/.test(value))
          .map(([key, value]) => `${key}=${JSON.stringify(value)}`)
          .sort();
        const all = [setters, forbidden.length === 0 ? '' : plural('annotation', forbidden.length)].filter(Boolean);
        if (all.length === 0) return undefined;
        const values = [...types, ...forbidden];
        return {
          reason: plural('forbidden AppArmor profile', values.length),
          detail: `${all.join(' and ')} must not set AppArmor profile type to ${quoteAll(values)}`,
        };
      },
    },
  ],
};

const seccompAnnotations: PodCheck = ({ spec, annotations }) => {
  const prefix = 'container.seccomp.security.alpha.kubernetes.io/';
  const names = containersThat(spec, () => true).map((name) => `${prefix}${name}`);
  const forbidden = ['seccomp.security.alpha.kubernetes.io/pod', ...names].flatMap((key) => {
    const value = annotations[key];
    const isAllowed = value === undefined || /^(runtime\/default|docker\/default|localhost\/.*)$/.test(value);
    return isAllowed ? [] : [`${key}=${JSON.stringify(value)}`];
  });
  if (forbidden.length === 0) return undefined;
  const list = sortedSet(forbidden);
  return { reason: 'seccompProfile', detail: `forbidden ${plural('annotation', list.length)} ${list.join(', ')}` };
};

const seccompFields: PodCheck = ({ spec }) => badSeccomp(spec);

function badSeccomp(spec: JsonObject): Finding | undefined {
  const { setters, types } = badProfiles(spec, 'seccompProfile');
  if (setters === '') return undefined;
  const detail = `${setters} must not set securityContext.seccompProfile.type to ${quoteAll(types)}`;
  return { reason: 'seccompProfile', detail };
}

const seccompBaseline: Check = {
  id: 'seccompProfile_baseline',
  level: 'baseline',
  versions: [
    { since: 0, run: seccompAnnotations },
    { since: 19, run: seccompFields },
  ],
};

const seccompRequired: PodCheck = ({ spec }) => {
  const bad = badSeccomp(spec);
  if (bad !== undefined || profileType(spec, 'seccompProfile') !== undefined) return bad;
  const silent = containersThat(spec, (container) => profileType(container, 'seccompProfile') === undefined);
  if (silent.length === 0) return undefined;
  const detail = `pod or ${nameContainers(silent)} must set securityContext.seccompProfile.type to "RuntimeDefault" or "Localhost"`;
  return { reason: 'seccompProfile', detail };
};

const overrides = ['seccompProfile_baseline'];
const seccompRestricted: Check = {
  id: 'seccompProfile_restricted',
  level: 'restricted',
  versions: [
    { since: 19, run: seccompRequired, overrides },
    { since: 25, run: (pod) => (isWindows(pod.spec) ? undefined : seccompRequired(pod)), overrides },
  ],
};

const maskedProc: PodCheck = ({ spec }) => {
  const unmasked = (container: JsonObject): string[] => {
    const value = fieldAt(container, ['securityContext', 'procMount']);
    return typeof value === 'string' && value !== 'Default' ? [value] : [];
  };
  const names = containersThat(spec, (container) => unmasked(container).length > 0);
  if (names.length === 0) return undefined;
  const values = quoteAll(sortedSet(containersOf(spec).flatMap(unmasked)));
  return {
    reason: 'procMount',
    detail: `${nameContainers(names)} must not set securityContext.procMount to ${values}`,
  };
};

const procMount: Check = {
  id: 'procMount',
  level: 'baseline',
  versions: [
    { since: 0, run: maskedProc },
    { since: 35, run: (pod) => (hasOwnUsers(pod.spec) ? undefined : maskedProc(pod)) },
  ],
};
const procMountRestricted: Check = {
  id: 'procMount_restricted',
  level: 'restricted',
  versions: [{ since: 35, run: maskedProc, overrides: ['procMount'] }],
};

/** What the kernel lets containers see and call. */
export const profileChecks: readonly Check[] = [
  appArmor,
  seccompBaseline,
  seccompRestricted,
  procMount,
  procMountRestricted,
];
