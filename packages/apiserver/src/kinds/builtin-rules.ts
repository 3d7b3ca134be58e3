import { definitionRules } from '../crds/definition-rules.ts';
import { resourceKey } from '../registry/catalogue.ts';
import { coreRules, eventsRules } from './core-rules.ts';
import type { KindRules } from './kind-rules.ts';
import { policyRules } from './policy-rules.ts';
import { dnsSubdomainName } from './validation/names.ts';
import { kindWarnings } from './warnings/kind-warnings.ts';
import { appsRules, batchRules } from './workload-rules.ts';

const byGroup: Readonly<Record<string, Readonly<Record<string, KindRules>>>> = {
  '': coreRules,
  apps: appsRules,
  batch: batchRules,
  'events.k8s.io': eventsRules,
  'apiextensions.k8s.io': { customresourcedefinitions: definitionRules },
  ...policyRules,
};

const byKey: ReadonlyMap<string, KindRules> = new Map(
  Object.entries(byGroup).flatMap(([group, kinds]) =>
    Object.entries(kinds).map(([plural, rules]): [string, KindRules] => [resourceKey(group, plural), rules]),
  ),
);

/** Kinds that say nothing about names take subdomains, as nearly all of Kubernetes does. */
const standardRules: KindRules = { validateName: dnsSubdomainName };

/** The rules of a built-in kind. */
export function builtinRules(group: string, plural: string): KindRules {
  const rules = { ...standardRules, ...byKey.get(resourceKey(group, plural)) };
  const warnings = rules.warnings ?? kindWarnings(group, plural);
  return warnings === undefined ? rules : { ...rules, warnings };
}
