// https://kubernetes.io/docs/reference/access-authn-authz/rbac/
import type { JsonObject, KubeObject } from '@flux19/objects';
import { asJson, objectField, objectsField, textField, textsField } from '../json/fields.ts';
import type { Store } from '../store/store.ts';
import type { AccessAttributes, AccessDecision, AccessRules, Authorizer } from './authorizer.ts';
import { allowsPath, allowsResource } from './rule-match.ts';
import type { UserInfo } from './user-info.ts';

const group = 'rbac.authorization.k8s.io';
const plurals = ['clusterroles', 'roles', 'clusterrolebindings', 'rolebindings'] as const;

/** A binding, found by one of its subjects. */
interface Grant {
  readonly binding: KubeObject;
  /** As a reason shows it: `User "jane"`. */
  readonly subject: string;
}

/** Allows what the stored roles and bindings allow; members of `system:masters` may do everything. */
export class RbacAuthorizer implements Authorizer {
  readonly #store: Store;
  /** Bindings by who they are for; made anew after a change. */
  #grants: ReadonlyMap<string, readonly Grant[]> | undefined;

  constructor(store: Store) {
    this.#store = store;
    for (const plural of plurals) {
      store.collection(`${group}/${plural}`).subscribe(() => {
        this.#grants = undefined;
      });
    }
  }

  authorize(attributes: AccessAttributes): AccessDecision {
    if (attributes.user.groups.includes('system:masters')) return { allowed: true };
    const missing: string[] = [];
    for (const { binding, subject } of this.#grantsOf(attributes.user, attributes.namespace)) {
      const role = this.#roleOf(binding);
      if (role === undefined) missing.push(missingRole(binding));
      else if (rulesOf(role).some((rule) => allows(rule, attributes)))
        return { allowed: true, reason: reasonOf(binding, subject) };
    }
    return missing.length === 0 ? { allowed: false } : { allowed: false, reason: `RBAC: ${joinErrors(missing)}` };
  }

  rulesFor(user: UserInfo, namespace: string): AccessRules {
    if (user.groups.includes('system:masters')) return everything;
    const errors: string[] = [];
    const rules = this.#grantsOf(user, namespace).flatMap(({ binding }) => {
      const role = this.#roleOf(binding);
      if (role === undefined) errors.push(missingRole(binding));
      return role === undefined ? [] : rulesOf(role);
    });
    return {
      resourceRules: rules.filter((rule) => textsField(rule, 'nonResourceURLs').length === 0).map(resourceRule),
      nonResourceRules: rules
        .filter((rule) => textsField(rule, 'nonResourceURLs').length > 0)
        .map((rule) => ({ verbs: textsField(rule, 'verbs'), nonResourceURLs: textsField(rule, 'nonResourceURLs') })),
      ...(errors.length === 0 ? {} : { errors }),
    };
  }

  /** Bindings of the cluster first, then those of the namespace. */
  #grantsOf(user: UserInfo, namespace: string): Grant[] {
    this.#grants ??= this.#index();
    const keys = [userKey(user.name), ...user.groups.map(groupKey)];
    const grants = keys.flatMap((key) => this.#grants?.get(key) ?? []);
    const isOfCluster = ({ binding }: Grant) => binding.kind === 'ClusterRoleBinding';
    const isLocal = ({ binding }: Grant) => binding.kind === 'RoleBinding' && binding.metadata.namespace === namespace;
    return [...grants.filter(isOfCluster), ...(namespace === '' ? [] : grants.filter(isLocal))];
  }

  #index(): ReadonlyMap<string, readonly Grant[]> {
    const grants = new Map<string, Grant[]>();
    for (const plural of ['clusterrolebindings', 'rolebindings']) {
      for (const { object: binding } of this.#store.collection(`${group}/${plural}`).all()) {
        for (const subject of objectsField(asJson(binding), 'subjects')) {
          const key = subjectKey(subject, binding.metadata.namespace ?? '');
          const grant = { binding, subject: describeSubject(subject) };
          grants.set(key, [...(grants.get(key) ?? []), grant]);
        }
      }
    }
    return grants;
  }

  #roleOf(binding: KubeObject): KubeObject | undefined {
    const reference = objectField(asJson(binding), 'roleRef');
    const name = textField(reference, 'name');
    if (textField(reference, 'kind') === 'ClusterRole')
      return this.#store.collection(`${group}/clusterroles`).get('', name)?.object;
    return this.#store.collection(`${group}/roles`).get(binding.metadata.namespace ?? '', name)?.object;
  }
}

const everything: AccessRules = {
  resourceRules: [{ verbs: ['*'], apiGroups: ['*'], resources: ['*'] }],
  nonResourceRules: [{ verbs: ['*'], nonResourceURLs: ['*'] }],
};

function rulesOf(role: KubeObject): readonly JsonObject[] {
  return objectsField(asJson(role), 'rules');
}

function allows(rule: JsonObject, attributes: AccessAttributes): boolean {
  return attributes.resource === '' ? allowsPath(rule, attributes) : allowsResource(rule, attributes);
}

function resourceRule(rule: JsonObject): AccessRules['resourceRules'][number] {
  const resourceNames = textsField(rule, 'resourceNames');
  return {
    verbs: textsField(rule, 'verbs'),
    apiGroups: textsField(rule, 'apiGroups'),
    resources: textsField(rule, 'resources'),
    ...(resourceNames.length === 0 ? {} : { resourceNames }),
  };
}

function userKey(name: string): string {
  return `User/${name}`;
}

function groupKey(name: string): string {
  return `Group/${name}`;
}

/** A service account is a user; a subject without a namespace means the one of its binding. */
function subjectKey(subject: JsonObject, namespace: string): string {
  const name = textField(subject, 'name');
  if (textField(subject, 'kind') === 'Group') return groupKey(name);
  if (textField(subject, 'kind') === 'User') return userKey(name);
  return userKey(`system:serviceaccount:${textField(subject, 'namespace') || namespace}:${name}`);
}

function describeSubject(subject: JsonObject): string {
  const name = textField(subject, 'name');
  const kind = textField(subject, 'kind');
  return `${kind} ${JSON.stringify(kind === 'ServiceAccount' ? `${name}/${textField(subject, 'namespace')}` : name)}`;
}

function reasonOf(binding: KubeObject, subject: string): string {
  const reference = objectField(asJson(binding), 'roleRef');
  const { name, namespace } = binding.metadata;
  const shown = namespace === undefined ? name : `${name}/${namespace}`;
  const role = `${textField(reference, 'kind')} ${JSON.stringify(textField(reference, 'name'))}`;
  return `RBAC: allowed by ${binding.kind} ${JSON.stringify(shown)} of ${role} to ${subject}`;
}

function missingRole(binding: KubeObject): string {
  const reference = objectField(asJson(binding), 'roleRef');
  return `${textField(reference, 'kind').toLowerCase()}.${group} ${JSON.stringify(textField(reference, 'name'))} not found`;
}

function joinErrors(errors: readonly string[]): string {
  return errors.length === 1 ? (errors[0] ?? '') : `[${errors.join(', ')}]`;
}
