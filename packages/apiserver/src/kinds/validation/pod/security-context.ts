// Security contexts of pods and containers.
import { internalForm } from '@flux19/builtin-types';
import type { Check, Field } from '../field.ts';
import { descendingPath, oneOf } from '../names.ts';
import { systemId } from '../numbers.ts';
import { windowsOptions } from './windows-options.ts';

const profileTypes = ['Localhost', 'RuntimeDefault', 'Unconfined'];

function profileType(type: Field, what: string): boolean {
  if (type.text === '') type.required(`type is required when ${what} is set`);
  else if (!profileTypes.includes(type.text)) type.unsupported(profileTypes);
  return profileTypes.includes(type.text);
}

const seccompProfile: Check = (profile) => {
  profileType(profile.child('type'), 'seccompProfile');
  const local = profile.child('localhostProfile');
  if (profile.textOf('type') === 'Localhost') {
    if (local.isSet) local.must(descendingPath);
    else local.required('must be set when seccomp type is Localhost');
  } else if (local.isSet) {
    const shown = { Type: profile.textOf('type'), LocalhostProfile: local.text };
    local.invalid('can only be set when seccomp type is Localhost', shown);
  }
};

const profileLimit = 4095;

const appArmorProfile: Check = (profile) => {
  const isKnown = profileType(profile.child('type'), 'appArmorProfile');
  const local = profile.child('localhostProfile');
  if (profile.textOf('type') === 'Localhost') appArmorFile(local);
  else if (isKnown && local.isSet) local.invalid('can only be set when AppArmor type is Localhost');
};

function appArmorFile(local: Field): void {
  if (local.isSet && local.text.trim() !== local.text) local.invalid('must not be padded with whitespace');
  else if (local.text === '') local.required('must be set when AppArmor type is Localhost');
  if (local.length > profileLimit) local.tooLong(profileLimit);
}

/** The security context of a container. */
export function securityContext(usesHostUsers: boolean): Check {
  return (context) => {
    context.child('runAsUser').mayBe(systemId);
    context.child('runAsGroup').mayBe(systemId);
    const mount = context.child('procMount');
    mount.mayBe(oneOf('Default', 'Unmasked'));
    if (usesHostUsers && mount.text === 'Unmasked') mount.invalid('`hostUsers` must be false to use `Unmasked`');
    context.child('seccompProfile').mayBe(seccompProfile);
    if (context.child('allowPrivilegeEscalation').value === false) lookForPrivileges(context);
    context.child('windowsOptions').mayBe(windowsOptions);
    context.child('appArmorProfile').mayBe(appArmorProfile);
  };
}

function lookForPrivileges(context: Field): void {
  const refusal = 'cannot set `allowPrivilegeEscalation` to false and';
  if (context.child('privileged').isTrue) {
    context.invalid(`${refusal} \`privileged\` to true`, internalForm('core.SecurityContext', context.value));
  }
  for (const capability of context.child('capabilities').textsOf('add')) {
    if (capability === 'CAP_SYS_ADMIN') {
      context.invalid(
        `${refusal} \`capabilities.Add\` CAP_SYS_ADMIN`,
        internalForm('core.SecurityContext', context.value),
      );
    }
  }
}

const sysctlName = /^([a-z0-9]([-_a-z0-9]*[a-z0-9])?[./])*[a-z0-9]([-_a-z0-9]*[a-z0-9])?$/;
const sysctlPattern = '^([a-z0-9]([-_a-z0-9]*[a-z0-9])?[\\./])*[a-z0-9]([-_a-z0-9]*[a-z0-9])?$';
const sysctlLimit = 253;
const ipcSysctls = /^(fs\.mqueue\.|kernel\.msg|kernel\.shm|kernel\.sem)/;

function sysctl(spec: Field, used: Set<string>): Check {
  return (item) => {
    const name = item.child('name');
    if (name.text === '') name.required();
    else if (name.length > sysctlLimit || !sysctlName.test(name.text)) {
      name.invalid(`must have at most ${sysctlLimit} characters and match regex ${sysctlPattern}`);
    } else if (used.has(name.text)) name.duplicate();
    const plain = dotted(name.text);
    if (spec.child('hostNetwork').isTrue && plain.startsWith('net.')) {
      name.invalid("may not be specified when 'hostNetwork' is true");
    } else if (spec.child('hostIPC').isTrue && ipcSysctls.test(plain)) {
      name.invalid("may not be specified when 'hostIPC' is true");
    }
    used.add(name.text);
  };
}

/** Names may have slashes for dots when a slash comes first. */
function dotted(name: string): string {
  const separator = /[./]/.exec(name)?.[0];
  return separator === '/' ? name.replaceAll(/[./]/g, (char) => (char === '/' ? '.' : '/')) : name;
}

/** The security context of a pod, whose spec it stands in. */
export function podSecurityContext(spec: Field): Check {
  return (context) => {
    for (const name of ['fsGroup', 'runAsUser', 'runAsGroup']) context.child(name).mayBe(systemId);
    for (const group of context.list('supplementalGroups')) group.must(systemId);
    const used = new Set<string>();
    for (const item of context.list('sysctls')) item.must(sysctl(spec, used));
    context.child('fsGroupChangePolicy').mayBe(oneOf('Always', 'OnRootMismatch'));
    context.child('seccompProfile').mayBe(seccompProfile);
    context.child('windowsOptions').mayBe(windowsOptions);
    context.child('appArmorProfile').mayBe(appArmorProfile);
    context.child('supplementalGroupsPolicy').mayBe(oneOf('Merge', 'Strict'));
    context.child('seLinuxChangePolicy').mayBe(oneOf('MountOption', 'Recursive'));
  };
}
