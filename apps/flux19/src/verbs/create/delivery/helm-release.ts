import { formatGoDuration } from '@flux19/expressions';
import type { JsonObject } from '@flux19/objects';
import { helmRelease } from '../../../kinds/delivery-kinds.ts';
import { CliError } from '../../../program/cli-error.ts';
import { parseObjectName } from '../../../program/object-name.ts';
import { collectList, invalidArgument, parseDuration } from '../../../program/option-parsers.ts';
import { durationText, isMissing, nameReference, present } from '../create-fields.ts';
import type { CreateOptions } from '../create-options.ts';
import type { KindVerb } from '../kind-verb.ts';
import { type ChartSource, parseChartSource } from '../sources/chart-source.ts';
import { mergedValues } from './release-values.ts';

/** Flags of `create helmrelease`. Durations in milliseconds. */
interface Flags extends CreateOptions {
  readonly releaseName?: string;
  readonly source?: ChartSource;
  readonly chart?: string;
  readonly chartVersion?: string;
  readonly chartInterval?: number;
  readonly chartRef?: string;
  readonly dependsOn?: readonly string[];
  readonly targetNamespace?: string;
  readonly storageNamespace?: string;
  readonly createTargetNamespace?: boolean;
  readonly serviceAccount?: string;
  readonly reconcileStrategy: string;
  readonly values?: readonly string[];
  readonly valuesFrom?: readonly string[];
  readonly crds?: string;
  readonly kubeconfigSecretRef?: string;
}

const crdPolicies = ['Skip', 'Create', 'CreateReplace'];
const referenceKinds = ['OCIRepository', 'HelmChart'];
const valueKinds = ['Secret', 'ConfigMap'];

/** `create helmrelease`: a chart to be installed. */
export const helmReleaseVerb: KindVerb<Flags> = {
  kind: helmRelease,
  description: 'Create or update a HelmRelease resource',
  title: 'HelmRelease',
  generating: 'told',
  addOptions: (command) => {
    command
      .option('--release-name <name>', "name of the Helm release; '[<target-namespace>-]<name>' if not given")
      .option('--source <source>', "source in the format '<kind>/<name>.<namespace>'", parseSource)
      .option('--chart <name>', 'Helm chart name or path')
      .option('--chart-version <range>', 'Helm chart version, accepts a semver range (ignored for charts in git)')
      .option('--chart-ref <reference>', "an OCIRepository or HelmChart in the format '<kind>/<name>.<namespace>'")
      .option('--chart-interval <duration>', 'how often to look for new versions', parseDuration('chart-interval'))
      .option('--depends-on <names>', "HelmReleases that come first: '<name>' or '<namespace>/<name>'", collectList)
      .option('--target-namespace <name>', 'namespace to install this release, that of the HelmRelease if not given')
      .option('--storage-namespace <name>', 'namespace to store the Helm release, the target namespace if not given')
      .option('--create-target-namespace', 'create the target namespace if it does not exist')
      .option('--service-account <name>', 'the service account to impersonate')
      .option('--reconcile-strategy <name>', 'when a chart is new: ChartVersion or Revision', 'ChartVersion')
      .option('--values <files>', 'local values.yaml files, with commas between them', collectList)
      .option(
        '--values-from <references>',
        "objects with values.yaml: '<kind>/<name>', Secret or ConfigMap",
        collectList,
      )
      .option('--crds <policy>', `upgrade CRDs policy: ${crdPolicies.join(', ')}`, parseCrds)
      .option('--kubeconfig-secret-ref <name>', 'the secret with the kubeconfig of a remote cluster');
  },
  spec: (flags, { context }) => {
    const { chart, chartRef, reconcileStrategy, interval, targetNamespace, storageNamespace } = flags;
    if (isMissing(chart) && isMissing(chartRef)) throw new CliError('chart or chart-ref is required');
    if (!isMissing(chart) && !isMissing(chartRef)) {
      throw new CliError('cannot use --chart in combination with --chart-ref');
    }
    if (!['Revision', 'ChartVersion'].includes(reconcileStrategy)) {
      throw new CliError(`'${reconcileStrategy}' is an invalid reconcile strategy(valid: Revision, ChartVersion)`);
    }
    return {
      interval: formatGoDuration(interval),
      ...present('releaseName', flags.releaseName),
      ...present('targetNamespace', targetNamespace),
      ...present('storageNamespace', isMissing(storageNamespace) ? targetNamespace : storageNamespace),
      ...present('dependsOn', flags.dependsOn?.map(parseDependency)),
      ...(isMissing(chart) ? { chartRef: chartReference(chartRef ?? '') } : { chart: chartTemplate(flags) }),
      ...present('kubeConfig', kubeConfig(flags.kubeconfigSecretRef)),
      ...crdOptions(flags),
      ...present('serviceAccountName', flags.serviceAccount),
      ...present('values', flags.values === undefined ? undefined : mergedValues(flags.values, context)),
      ...present('valuesFrom', flags.valuesFrom?.map(parseValuesReference)),
    };
  },
  success: (after) => [`HelmRelease ${after.metadata.name} is ready`, helmRelease.successMessage(after)],
};

const parseSource = parseChartSource({ isLocal: false });

function parseCrds(text: string): string {
  const words = `must be one of: ${crdPolicies.join(', ')}`;
  if (text.trim() === '') throw invalidArgument('crds', text, `no upgrade CRDs policy given, ${words}`);
  if (crdPolicies.includes(text)) return text;
  throw invalidArgument('crds', text, `unsupported upgrade CRDs policy '${text}', ${words}`);
}

function chartTemplate({ chart, chartVersion, source, reconcileStrategy, chartInterval }: Flags): JsonObject {
  return {
    spec: {
      chart,
      ...present('version', chartVersion),
      reconcileStrategy,
      sourceRef: { ...(source ?? { kind: '', name: '' }) },
      ...present('interval', durationText(chartInterval)),
    },
  };
}

function chartReference(text: string): JsonObject {
  const { kind, name, namespace } = parseObjectName(text);
  if (referenceKinds.includes(kind)) return { kind, name, ...present('namespace', namespace) };
  throw new CliError(`chart reference kind '${kind}' is not supported, must be one of: ${referenceKinds.join(', ')}`);
}

function kubeConfig(name: string | undefined): JsonObject | undefined {
  const secretRef = nameReference(name);
  return secretRef === undefined ? undefined : { secretRef };
}

function crdOptions({ crds, createTargetNamespace }: Flags): JsonObject {
  const install = {
    ...(createTargetNamespace === true ? { createNamespace: true } : {}),
    ...(isMissing(crds) ? {} : { crds: 'Create' }),
  };
  return {
    ...(Object.keys(install).length === 0 ? {} : { install }),
    ...(isMissing(crds) ? {} : { upgrade: { crds } }),
  };
}

function parseDependency(text: string): JsonObject {
  const [namespace = '', name] = text.split('/');
  return name === undefined ? { name: namespace } : { name, namespace };
}

function parseValuesReference(text: string): JsonObject {
  const [given = '', name, ...rest] = text.split('/');
  if (given === '' || name === undefined || rest.length > 0) {
    throw new CliError(`invalid Kubernetes object reference '${text}', must be in format <kind>/<name>`);
  }
  const kind = valueKinds.find((candidate) => candidate.toLowerCase() === given.toLowerCase());
  if (kind !== undefined) return { kind, name };
  throw new CliError(`reference kind '${given}' is not supported, must be one of: ${valueKinds.join(', ')}`);
}
