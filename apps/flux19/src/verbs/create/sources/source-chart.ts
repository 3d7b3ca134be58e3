import { formatGoDuration } from '@flux19/expressions';
import { helmChart } from '../../../kinds/source-kinds.ts';
import { CliError } from '../../../program/cli-error.ts';
import { isMissing, present } from '../create-fields.ts';
import type { CreateOptions } from '../create-options.ts';
import { fetched, type KindVerb } from '../kind-verb.ts';
import { type ChartSource, parseChartSource } from './chart-source.ts';
import { addVerificationOptions, type VerificationFlags, verificationOf } from './verification.ts';

interface Flags extends CreateOptions, VerificationFlags {
  readonly source?: ChartSource;
  readonly chart?: string;
  readonly chartVersion?: string;
  readonly reconcileStrategy: string;
}

/** `create source chart`: one chart of a source. */
export const sourceChartVerb: KindVerb<Flags> = {
  kind: helmChart,
  description: 'Create or update a HelmChart source',
  title: 'HelmChart source',
  createdTitle: 'source',
  generating: 'told always',
  addOptions: (command) => {
    command
      .option('--chart <name>', 'Helm chart name or path')
      .option('--chart-version <range>', 'Helm chart version, accepts a semver range (ignored for charts in git)')
      .option('--source <source>', "source in the format '<kind>/<name>'", parseChartSource({ isLocal: true }))
      .option('--reconcile-strategy <name>', 'when a chart is new: ChartVersion or Revision', 'ChartVersion');
    addVerificationOptions(command);
  },
  spec: (flags) => {
    const { source, chart, chartVersion, reconcileStrategy, interval } = flags;
    if (source === undefined) throw new CliError('chart source is required');
    if (isMissing(chart)) throw new CliError('chart name or path is required');
    return {
      chart,
      interval: formatGoDuration(interval),
      reconcileStrategy,
      sourceRef: { kind: source.kind, name: source.name },
      ...present('version', chartVersion),
      ...present('verify', verificationOf(flags)),
    };
  },
  success: fetched('HelmChart source'),
};
