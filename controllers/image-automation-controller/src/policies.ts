import type { ImagePolicy, ImageReference, ImageUpdateAutomation, ImageUpdateAutomationStatus } from '@flux19/api';
import type { ObjectCache } from '@flux19/kube';
import { type LabelSelector, labelSelectorFromObject, matchesLabels, SelectorError } from '@flux19/objects';
import { automationReasons, stalled } from './source/source-error.ts';

/** The policies of an automation: those of its namespace that it selects and that have an image. Throws `ReconcileError`. */
export function policiesOf(
  { spec, metadata }: ImageUpdateAutomation,
  policies: Pick<ObjectCache, 'list'>,
): readonly ImagePolicy[] {
  const selector = parseSelector(spec.policySelector);
  const all = policies.list(metadata.namespace) as readonly ImagePolicy[];
  return all.filter(
    (policy) =>
      policy.status?.latestRef !== undefined &&
      (selector === undefined || matchesLabels(selector, policy.metadata.labels ?? {})),
  );
}

function parseSelector(selector: ImageUpdateAutomation['spec']['policySelector']): LabelSelector | undefined {
  if (selector === undefined) return undefined;
  try {
    return labelSelectorFromObject(selector);
  } catch (cause) {
    if (!(cause instanceof SelectorError)) throw cause;
    const message = `failed to parse policy selector: ${cause.message}`;
    throw stalled(automationReasons.invalidPolicySelector, message, cause);
  }
}

/** The images of policies by name, as the status keeps them. */
export function observe(policies: readonly ImagePolicy[]): Record<string, ImageReference> {
  const sorted = policies.toSorted((a, b) => (a.metadata.name < b.metadata.name ? -1 : 1));
  return Object.fromEntries(
    sorted.flatMap(({ metadata, status }) =>
      status?.latestRef === undefined ? [] : [[metadata.name, status.latestRef]],
    ),
  );
}

/** Whether policies or their images are others than before. */
export function haveChanged(
  before: ImageUpdateAutomationStatus['observedPolicies'] = {},
  now: Readonly<Record<string, ImageReference>>,
): boolean {
  const names = Object.keys(now);
  if (names.length !== Object.keys(before).length) return true;
  return names.some((name) => {
    const [old, next] = [before[name], now[name]];
    return old?.name !== next?.name || old?.tag !== next?.tag || (old?.digest ?? '') !== (next?.digest ?? '');
  });
}
