import type { KubeObject } from '@flux19/objects';
import { type FluxKind, specOf } from '../../kinds/flux-kind.ts';
import { fluxKindNamed } from '../../kinds/flux-kinds.ts';
import { CliError } from '../../program/cli-error.ts';

/** A source, with its kind. */
export interface ReconcilableSource {
  readonly kind: FluxKind;
  readonly namespace: string;
  readonly name: string;
}

/** The source that `--with-source` begins with. Throws CliError when nothing can reconcile it from here. */
export function reconcilableSource(kind: FluxKind, object: KubeObject): ReconcilableSource {
  const target = chartOf(object) ?? kind.sourceOf?.(object);
  const source = target === undefined ? undefined : fluxKindNamed(target.kind);
  if (target === undefined || source?.canReconcile !== true) {
    throw new CliError(`cannot reconcile source of kind ${target?.kind ?? ''}`);
  }
  return { kind: source, namespace: target.namespace, name: target.name };
}

/** The chart that helm-controller makes for a release with a chart template; it lives beside the chart's source. */
function chartOf(
  object: KubeObject,
): { readonly kind: string; readonly namespace: string; readonly name: string } | undefined {
  if (object.kind !== 'HelmRelease') return undefined;
  const { chart, chartRef } = specOf(object) as {
    readonly chartRef?: unknown;
    readonly chart?: { readonly spec?: { readonly sourceRef?: { readonly namespace?: string } } };
  };
  if (chartRef !== undefined || chart === undefined) return undefined;
  const { namespace = '', name } = object.metadata;
  return { kind: 'HelmChart', namespace: chart.spec?.sourceRef?.namespace ?? namespace, name: `${namespace}-${name}` };
}
