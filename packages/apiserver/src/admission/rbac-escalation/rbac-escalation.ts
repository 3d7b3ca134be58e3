// https://kubernetes.io/docs/reference/access-authn-authz/rbac/#privilege-escalation-prevention-and-bootstrapping
import { deepEqual, type JsonObject, type KubeObject, quoteGo } from '@flux19/objects';
import type { Authorizer } from '../../access/authorizer.ts';
import { describeRules, quoted } from '../../access/escalation/describe-rules.ts';
import { uncovered } from '../../access/escalation/rule-cover.ts';
import { notFound } from '../../errors/api-errors.ts';
import { StatusError } from '../../errors/status-error.ts';
import { asJson, objectField, objectsField, textField } from '../../json/fields.ts';
import type { AdmissionPlugin, AdmissionRequest } from '../../server/admission.ts';
import type { Store } from '../../store/store.ts';
import { admittedObject } from '../admitted-object.ts';
import { refusal } from '../refuse.ts';

const group = 'rbac.authorization.k8s.io';
const everything: readonly JsonObject[] = [
  { apiGroups: ['*'], resources: ['*'], verbs: ['*'] },
  { nonResourceURLs: ['*'], verbs: ['*'] },
];

/** Lets nobody grant what it may not do itself, unless it may `escalate` the role or `bind` it. */
export class RbacEscalation implements AdmissionPlugin {
  readonly name = 'RbacEscalation';
  readonly resources: ReadonlySet<string> = new Set(
    ['clusterroles', 'roles', 'clusterrolebindings', 'rolebindings'].map((plural) => `${group}/${plural}`),
  );
  readonly #authorizer: Authorizer;
  readonly #store: Store;

  constructor(authorizer: Authorizer, store: Store) {
    this.#authorizer = authorizer;
    this.#store = store;
  }

  mutate(request: AdmissionRequest): KubeObject {
    const { oldObject, user } = request;
    const object = admittedObject(request);
    if (user.groups.includes('system:masters')) return object;
    if (oldObject !== undefined && changesOwnersOnly(object, oldObject)) return object;
    if (request.resource.endsWith('bindings')) this.#checkBinding(request, object);
    else this.#checkRole(request, object);
    return object;
  }

  #checkRole(request: AdmissionRequest, role: KubeObject): void {
    const name = request.operation === 'CREATE' ? '' : request.name;
    if (this.#may('escalate', request, { resource: request.resource, name })) return;
    this.#requireHeld(request, objectsField(asJson(role), 'rules'));
    const aggregates = [role, request.oldObject].some((one) => one !== undefined && aggregatesOthers(one));
    if (aggregates && uncovered(this.#held(request), everything).length > 0) {
      throw refusal(request, 'must have cluster-admin privileges to use the aggregationRule');
    }
  }

  #checkBinding(request: AdmissionRequest, binding: KubeObject): void {
    const reference = objectField(asJson(binding), 'roleRef');
    const name = textField(reference, 'name');
    const kind = textField(reference, 'kind');
    const resource = kind === 'Role' ? 'roles' : 'clusterroles';
    const isKnown = kind === 'Role' || kind === 'ClusterRole';
    if (isKnown && this.#may('bind', request, { resource, name })) return;
    if (!isKnown) {
      const message = `unsupported role reference kind: ${quoteGo(kind)}`;
      throw new StatusError({ code: 500, reason: '', message });
    }
    const namespace = kind === 'Role' ? request.namespace : '';
    const role = this.#store.collection(`${group}/${resource}`).get(namespace, name)?.object;
    // Kubernetes: the answer names the kind of the binding.
    if (role === undefined) throw notFound({ group, resource: request.resource }, name);
    this.#requireHeld(request, objectsField(asJson(role), 'rules'));
  }

  #may(verb: string, { user, namespace }: AdmissionRequest, what: { resource: string; name: string }): boolean {
    const attributes = { user, verb, group, version: '*', subresource: '', namespace, path: '', ...what };
    return this.#authorizer.authorize(attributes).allowed;
  }

  #held({ user, namespace }: AdmissionRequest): readonly JsonObject[] {
    const { resourceRules, nonResourceRules } = this.#authorizer.rulesFor(user, namespace);
    return [...resourceRules, ...nonResourceRules] as unknown as readonly JsonObject[];
  }

  #requireHeld(request: AdmissionRequest, rules: readonly JsonObject[]): void {
    const missing = uncovered(this.#held(request), rules);
    if (missing.length === 0) return;
    const { name, groups } = request.user;
    const who = `user ${quoteGo(name)} (groups=${quoted(groups)})`;
    const { errors = [] } = this.#authorizer.rulesFor(request.user, request.namespace);
    const trouble = errors.length === 0 ? '' : `; resolution errors: [${errors.join(', ')}]`;
    const why = `${who} is attempting to grant RBAC permissions not currently held:\n${describeRules(missing)}${trouble}`;
    throw refusal(request, why);
  }
}

function aggregatesOthers(role: KubeObject): boolean {
  return objectsField(objectField(asJson(role), 'aggregationRule'), 'clusterRoleSelectors').length > 0;
}

/** The garbage collector must be able to work on roles that it could not grant. */
function changesOwnersOnly(object: KubeObject, old: KubeObject): boolean {
  const { ownerReferences: _, finalizers: __, managedFields: ___, ...metadata } = object.metadata;
  const { ownerReferences, finalizers, managedFields, ...oldMetadata } = old.metadata;
  return deepEqual({ ...object, metadata }, { ...old, metadata: oldMetadata });
}
