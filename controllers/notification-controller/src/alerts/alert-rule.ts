import type { Alert, CrossNamespaceObjectReference } from '@flux19/api';
import { compileGoRegexp, type GoRegexp, RegexpError } from '@flux19/expressions';
import type { FluxEvent } from '@flux19/runtime';

/** What an Alert says of an event: nothing, yes, or yes if the object has one of these sets of labels. */
type AlertVerdict =
  | { readonly kind: 'no' }
  | { readonly kind: 'yes' }
  | { readonly kind: 'ifLabelled'; readonly labels: readonly Readonly<Record<string, string>>[] };

/** An Alert, compiled. */
export interface AlertRule {
  readonly alert: Alert;
  /** `<namespace>/<kind>` of every event that can match. */
  readonly subjects: readonly string[];
  /** What is wrong with its lists, in Flux's words. */
  readonly problems: readonly string[];
  judge(event: FluxEvent): AlertVerdict;
}

const no: AlertVerdict = { kind: 'no' };

/** Compiles an Alert. Patterns that are none count as not matching, and are among the problems. */
export function compileAlert(alert: Alert): AlertRule {
  const { spec, metadata } = alert;
  const problems: string[] = [];
  const compileAll = (patterns: readonly string[] | undefined, list: string): readonly GoRegexp[] =>
    (patterns ?? []).flatMap((pattern) => {
      const compiled = tryCompile(pattern);
      if (compiled === undefined) problems.push(`failed to compile ${list} regex: ${pattern}`);
      return compiled ?? [];
    });
  const inclusions = compileAll(spec.inclusionList, 'inclusion');
  const exclusions = compileAll(spec.exclusionList, 'exclusion');
  const includesAll = (spec.inclusionList ?? []).length === 0;
  const sources = (spec.eventSources ?? []).map((source) => ({
    ...source,
    namespace: source.namespace || (metadata.namespace ?? ''),
  }));

  return {
    alert,
    subjects: [...new Set(sources.map(({ namespace, kind }) => `${namespace}/${kind}`))],
    problems: spec.suspend === true ? [] : problems,
    judge(event) {
      if (spec.suspend === true || !isSevere(event, spec.eventSeverity)) return no;
      const matching = sources.filter((source) => isAbout(event, source));
      if (matching.length === 0) return no;
      const { message } = event;
      if (!includesAll && !inclusions.some((pattern) => pattern.test(message))) return no;
      if (exclusions.some((pattern) => pattern.test(message))) return no;
      const labels = matching.map(({ matchLabels }) => matchLabels);
      if (labels.includes(undefined)) return { kind: 'yes' };
      return { kind: 'ifLabelled', labels: labels.filter((set) => set !== undefined) };
    },
  };
}

/** `<namespace>/<kind>` of an event. */
export function subjectOf({ involvedObject }: FluxEvent): string {
  return `${involvedObject.namespace ?? ''}/${involvedObject.kind}`;
}

function isSevere({ severity }: FluxEvent, wanted: 'info' | 'error' = 'info'): boolean {
  return wanted === 'info' || severity === wanted;
}

function isAbout({ involvedObject }: FluxEvent, source: CrossNamespaceObjectReference): boolean {
  const { namespace = '', kind, name } = involvedObject;
  return source.namespace === namespace && source.kind === kind && (source.name === '*' || source.name === name);
}

function tryCompile(pattern: string): GoRegexp | undefined {
  try {
    return compileGoRegexp(pattern);
  } catch (thrown) {
    if (thrown instanceof RegexpError) return undefined;
    throw thrown;
  }
}
