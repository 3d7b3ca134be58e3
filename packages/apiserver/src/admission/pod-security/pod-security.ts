// https://kubernetes.io/docs/concepts/security/pod-security-admission/
import type { KubeObject } from '@flux19/objects';
import { forbidden, invalid } from '../../errors/api-errors.ts';
import { resourceKey } from '../../registry/catalogue.ts';
import type { AdmissionPlugin, AdmissionRequest, AdmissionSubject } from '../../server/admission.ts';
import type { Store } from '../../store/store.ts';
import type { PodSubject } from './check.ts';
import { describeFindings, evaluatePod } from './evaluate-pod.ts';
import { existingPodWarnings } from './existing-pods.ts';
import { podControllers, podOf } from './pod-of.ts';
import {
  compareLevels,
  formatLevel,
  isSameLevel,
  type LevelVersion,
  type PodSecurityPolicy,
  readPolicy,
} from './policy.ts';
import { isSignificantUpdate } from './significant-update.ts';

const ignoredSubresources: ReadonlySet<string> = new Set([
  'attach',
  'binding',
  'eviction',
  'exec',
  'log',
  'portforward',
  'proxy',
  'status',
]);

/** Refuses pods that go against the level of their namespace, and tells of those that go against the level it warns of. */
export class PodSecurity implements AdmissionPlugin {
  readonly name = 'PodSecurity';
  readonly resources: ReadonlySet<string> = new Set(['/namespaces', '/pods', ...podControllers]);
  readonly #store: Store;

  constructor(store: Store) {
    this.#store = store;
  }

  validate(request: AdmissionRequest): readonly string[] | undefined {
    if (request.object === undefined) return undefined;
    if (request.resource === 'namespaces') return this.#validateNamespace(request, request.object);
    const { policy } = this.#policyOf(request.namespace);
    return request.resource === 'pods'
      ? validatePod(request, request.object, policy)
      : warnOfTemplate(request, request.object, policy);
  }

  repeats({ group, resource, subresource, namespace }: AdmissionSubject): boolean {
    const isTold = subresource === '' && podControllers.includes(resourceKey(group, resource));
    return isTold && this.#policyOf(namespace).policy.warn.level !== 'privileged';
  }

  #policyOf(namespace: string): ReturnType<typeof readPolicy> {
    const found = this.#store.collection('/namespaces').get('', namespace);
    if (found === undefined) return readPolicy({});
    return found.derived('pod security policy', () => readPolicy(found.object.metadata.labels ?? {}));
  }

  #validateNamespace(request: AdmissionRequest, namespace: KubeObject): readonly string[] | undefined {
    if (request.subresource !== '') return undefined;
    const { policy, errors } = readPolicy(namespace.metadata.labels ?? {});
    const old = request.oldObject === undefined ? undefined : readPolicy(request.oldObject.metadata.labels ?? {});
    const texts = (list: typeof errors) => list.map(({ message }) => message).join('\n');
    if (errors.length > 0 && texts(errors) !== texts(old?.errors ?? [])) {
      throw invalid({ group: '', resource: 'Namespace' }, request.name, errors);
    }
    if (old === undefined || !isStricter(policy.enforce, old.policy.enforce)) return undefined;
    const pods = this.#store.collection('/pods').inNamespace(request.name);
    return existingPodWarnings(
      request.name,
      policy.enforce,
      pods.map(({ object }) => object),
    );
  }
}

function isStricter(level: LevelVersion, old: LevelVersion): boolean {
  if (isSameLevel(level, old) || level.level === 'privileged') return false;
  return level.minor !== old.minor || compareLevels(level.level, old.level) > 0;
}

function validatePod(
  request: AdmissionRequest,
  object: KubeObject,
  policy: PodSecurityPolicy,
): readonly string[] | undefined {
  const isPrivileged = policy.enforce.level === 'privileged' && policy.warn.level === 'privileged';
  if (isPrivileged || ignoredSubresources.has(request.subresource)) return undefined;
  if (request.oldObject !== undefined && !isSignificantUpdate(object, request.oldObject)) return undefined;
  const pod = podOf('/pods', object);
  if (pod === undefined) return undefined;
  const findings = evaluatePod(policy.enforce, pod);
  if (findings.length > 0) {
    const level = JSON.stringify(formatLevel(policy.enforce));
    const why = `violates PodSecurity ${level}: ${describeFindings(findings)}`;
    throw forbidden({ group: request.group, resource: request.resource }, request.name, why);
  }
  return warnings(policy.warn, pod);
}

function warnOfTemplate(
  request: AdmissionRequest,
  object: KubeObject,
  policy: PodSecurityPolicy,
): readonly string[] | undefined {
  if (request.subresource !== '' || policy.warn.level === 'privileged') return undefined;
  const pod = podOf(resourceKey(request.group, request.resource), object);
  return pod === undefined ? undefined : warnings(policy.warn, pod);
}

function warnings(policy: LevelVersion, pod: PodSubject): readonly string[] | undefined {
  const findings = evaluatePod(policy, pod);
  if (findings.length === 0) return undefined;
  return [`would violate PodSecurity ${JSON.stringify(formatLevel(policy))}: ${describeFindings(findings)}`];
}
