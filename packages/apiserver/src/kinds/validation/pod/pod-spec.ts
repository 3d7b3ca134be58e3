// The spec of pods and of templates of pods: pkg/apis/core/validation of Kubernetes.
import { isDns1123Subdomain } from '@flux19/objects';
import type { Check, Field } from '../field.ts';
import { labels } from '../labels.ts';
import { dnsLabel, dnsSubdomain, neededOneOf, qualifiedName, unlessEmpty } from '../names.ts';
import { between, largest32 } from '../numbers.ts';
import { affinity } from './affinity.ts';
import {
  type ContainerContext,
  lookAtContainers,
  lookAtEphemeralContainers,
  lookAtInitContainers,
} from './containers.ts';
import { hostAlias, lookAtDns } from './dns.ts';
import { lookAtPodResources } from './pod-resources.ts';
import { containerResource, resources } from './resources.ts';
import { lookAtGates, lookAtSpread, toleration } from './scheduling.ts';
import { podSecurityContext } from './security-context.ts';
import { everyContainer, lookAtHostProcesses, lookAtSystem } from './system.ts';
import { lookAtVolumes } from './volumes.ts';

/** The pod that a spec belongs to; a template has none. */
export interface PodOfSpec {
  readonly name: string;
  readonly isMirror: boolean;
}

/** Looks at the spec of a pod or, without a pod, of a template. */
export function lookAtPodSpec(spec: Field, pod?: PodOfSpec): void {
  const grace = spec.child('terminationGracePeriodSeconds');
  if (!grace.isSet) grace.required();
  const claims = spec.list('resourceClaims');
  const volumes = lookAtVolumes(spec.list('volumes'), pod?.name ?? '');
  const context: ContainerContext = {
    volumes,
    claims: new Set(claims.map((claim) => claim.textOf('name')).filter((name) => name !== '')),
    restartPolicy: spec.textOf('restartPolicy'),
    usesHostUsers: spec.child('hostUsers').value !== false,
    graceSeconds: grace.isSet ? grace.number : undefined,
    os: spec.has('os') ? spec.child('os').textOf('name') : undefined,
  };
  lookAtClaims(claims, pod);
  lookAtAllContainers(spec, context);
  lookAtPodResources(spec, context.claims);
  lookAtHostPorts(spec, pod !== undefined);
  spec.child('restartPolicy').must(neededOneOf('Always', 'OnFailure', 'Never'));
  spec.child('dnsPolicy').must(neededOneOf('ClusterFirstWithHostNet', 'ClusterFirst', 'Default', 'None'));
  spec.child('nodeSelector').must(labels);
  spec.child('securityContext').mayBe(podSecurityContext(spec));
  lookAtSharing(spec);
  spec.child('affinity').mayBe(affinity);
  lookAtDns(spec.child('dnsConfig'), spec.textOf('dnsPolicy'));
  for (const gate of spec.list('readinessGates')) gate.child('conditionType').must(qualifiedName);
  lookAtGates(spec.list('schedulingGates'));
  lookAtSpread(spec.list('topologySpreadConstraints'));
  lookAtHostProcesses(spec);
  lookAtHostUsers(spec);
  lookAtNames(spec);
  lookAtRest(spec, context);
}

function lookAtAllContainers(spec: Field, context: ContainerContext): void {
  const containers = spec.list('containers');
  const initial = spec.list('initContainers');
  lookAtContainers(spec.child('containers'), context);
  if (initial.length > 0) lookAtInitContainers(spec.child('initContainers'), containers, context);
  if (!spec.has('ephemeralContainers')) return;
  lookAtEphemeralContainers(spec.child('ephemeralContainers'), [...containers, ...initial], context);
}

function lookAtClaims(claims: readonly Field[], pod: PodOfSpec | undefined): void {
  const names = new Set<string>();
  for (const claim of claims) {
    if (pod?.isMirror === true) {
      claim.root.child('').forbidden('static pods do not support resource claims');
      continue;
    }
    const name = claim.child('name');
    if (name.text === '') name.required();
    else if (names.has(name.text)) name.duplicate();
    else name.must(dnsLabel);
    names.add(name.text);
    const direct = claim.child('resourceClaimName');
    const template = claim.child('resourceClaimTemplateName');
    const shown = {
      Name: name.text,
      ResourceClaimName: direct.value ?? null,
      ResourceClaimTemplateName: template.value ?? null,
      PodGroupResourceClaim: claim.child('podGroupResourceClaim').value ?? null,
    };
    if (direct.isSet && template.isSet) {
      claim.invalid('at most one of `resourceClaimName` or `resourceClaimTemplateName` may be specified', shown);
    }
    if (!direct.isSet && !template.isSet) {
      claim.invalid('must specify one of: `resourceClaimName`, `resourceClaimTemplateName`', shown);
    }
    direct.mayBe(dnsSubdomain);
    template.mayBe(dnsSubdomain);
  }
}

/** On the host's network a port of a container is one of the host. Templates may leave the host's out. */
function lookAtHostPorts(spec: Field, isPod: boolean): void {
  if (!spec.child('hostNetwork').isTrue) return;
  for (const port of spec.list('containers').flatMap((container) => container.list('ports'))) {
    const host = port.numberOf('hostPort');
    if ((isPod || host !== 0) && host !== port.numberOf('containerPort')) {
      port.child('hostPort').invalid('must match `containerPort` when `hostNetwork` is true', host);
    }
  }
}

function lookAtSharing(spec: Field): void {
  const sharing = spec.child('shareProcessNamespace');
  if (sharing.isTrue && spec.child('hostPID').isTrue) {
    sharing.invalid('ShareProcessNamespace and HostPID cannot both be enabled');
  }
}

function lookAtHostUsers(spec: Field): void {
  if (spec.child('hostUsers').value !== false) return;
  const text = 'when `hostUsers` is false';
  if (spec.child('hostNetwork').isTrue) spec.child('hostNetwork').forbidden(text);
  if (spec.child('hostPID').isTrue) spec.child('HostPID').forbidden(text);
  if (spec.child('hostIPC').isTrue) spec.child('HostIPC').forbidden(text);
  for (const container of everyContainer(spec)) {
    if (container.child('volumeDevices').length > 0) container.child('volumeDevices').forbidden(text);
  }
}

const hostNameLimit = 64;

function lookAtHostName(spec: Field): void {
  const name = spec.child('hostnameOverride');
  if (!name.isSet) return;
  if (spec.child('setHostnameAsFQDN').isTrue) {
    name.forbidden('may not be specified when setHostnameAsFQDN is true');
  }
  if (spec.child('hostNetwork').isTrue) name.forbidden('may not be specified when hostNetwork is true');
  if (name.length > hostNameLimit) name.tooLong(hostNameLimit);
  name.must(dnsSubdomain);
}

function lookAtNames(spec: Field): void {
  lookAtHostName(spec);
  const account = spec.child('serviceAccountName');
  account.must(unlessEmpty(dnsSubdomain));
  const older = spec.textOf('serviceAccount');
  if (older !== account.text) {
    const text = `must be the same as serviceAccountName: ${JSON.stringify(account.text)}`;
    spec.child('deprecatedServiceAccount').invalid(text, older);
  }
  spec.child('nodeName').must(unlessEmpty(dnsSubdomain));
}

const deadline: Check = between(1, largest32);

function lookAtRest(spec: Field, context: ContainerContext): void {
  spec.child('activeDeadlineSeconds').mayBe(deadline);
  spec.child('hostname').must(unlessEmpty(dnsLabel));
  spec.child('subdomain').must(unlessEmpty(dnsLabel));
  for (const item of spec.list('tolerations')) item.must(toleration);
  for (const alias of spec.list('hostAliases')) alias.must(hostAlias);
  spec.child('priorityClassName').must(unlessEmpty(dnsSubdomain));
  spec.child('runtimeClassName').mayBe(dnsSubdomain);
  spec.child('preemptionPolicy').mayBe(neededOneOf('PreemptLowerPriority', 'Never'));
  lookAtOverhead(spec.child('overhead'), context);
  lookAtSystem(spec);
  lookAtGroup(spec.child('schedulingGroup'));
  lookAtFileReferences(spec);
}

/** Overhead is limits without requests, and is looked at as such. */
function lookAtOverhead(overhead: Field, { claims }: ContainerContext): void {
  if (overhead.isSet) overhead.holding({ limits: overhead.value ?? null }).must(resources(containerResource, claims));
}

function lookAtGroup(group: Field): void {
  if (!group.isSet) return;
  const name = group.child('podGroupName');
  if (!name.isSet) {
    name.invalid('must specify one of: `podGroupName`', null);
    return;
  }
  for (const detail of isDns1123Subdomain(name.text)) name.invalid(detail);
}

/** Variables from files come from empty directories. */
function lookAtFileReferences(spec: Field): void {
  const volumes = new Map(spec.list('volumes').map((volume) => [volume.textOf('name'), volume]));
  for (const variable of everyContainer(spec).flatMap((container) => container.list('env'))) {
    const reference = variable.at('valueFrom', 'fileKeyRef');
    if (!reference.isSet) continue;
    const name = reference.child('volumeName');
    const volume = volumes.get(name.text);
    if (volume === undefined) name.notFound(name.text);
    else if (!volume.has('emptyDir')) name.invalid('referenced volume must be of type emptyDir', name.text);
  }
}
