// https://kubernetes.io/docs/reference/access-authn-authz/rbac/#aggregated-clusterroles
import {
  deepEqual,
  type JsonObject,
  type KubeObject,
  type LabelSelectorObject,
  labelSelectorFromObject,
  matchesLabels,
} from '@flux19/objects';
import { asJson, field, objectField, objectsField } from '../json/fields.ts';
import type { Store } from '../store/store.ts';

const clusterRoles = 'rbac.authorization.k8s.io/clusterroles';

/** Keeps the rules of roles that gather other roles' rules up to date. */
export function aggregateRoles(store: Store): void {
  const roles = store.collection(clusterRoles);
  let isDue = false;
  const update = (): void => {
    isDue = false;
    for (const { object } of [...roles.all()]) {
      const rules = aggregatedRules(
        object,
        roles.all().map((entry) => entry.object),
      );
      if (rules !== undefined && !deepEqual(rules, field(asJson(object), 'rules') ?? [])) {
        store.put(roles, { ...object, rules });
      }
    }
  };
  roles.subscribe(() => {
    // The write that began this is still being told to watchers: what follows from it comes after.
    if (!isDue) queueMicrotask(update);
    isDue = true;
  });
}

/** The rules of all roles that a role's selectors choose; undefined for a role that gathers nothing. */
function aggregatedRules(role: KubeObject, all: readonly KubeObject[]): JsonObject[] | undefined {
  const aggregation = objectField(asJson(role), 'aggregationRule');
  if (aggregation === undefined) return undefined;
  const selectors = objectsField(aggregation, 'clusterRoleSelectors').map((one) =>
    labelSelectorFromObject(one as LabelSelectorObject),
  );
  const rules: JsonObject[] = [];
  for (const other of all) {
    if (other.metadata.name === role.metadata.name) continue;
    if (!selectors.some((selector) => matchesLabels(selector, other.metadata.labels))) continue;
    for (const rule of objectsField(asJson(other), 'rules')) {
      if (!rules.some((known) => deepEqual(known, rule))) rules.push(rule);
    }
  }
  return rules;
}
