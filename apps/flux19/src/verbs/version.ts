import { hasReason, type KubeClient } from '@flux19/kube';
import { printYaml } from '@flux19/yaml';
import type { Command } from 'commander';
import { imagesOf, readControllers, readInstallation } from '../cluster/installation.ts';
import type { CliContext } from '../program/cli-context.ts';
import { CliError } from '../program/cli-error.ts';
import { deadline } from '../program/deadline.ts';
import type { GlobalOptions } from '../program/global-options.ts';
import { fluxVersion } from '../program/versions.ts';

interface VersionFlags extends GlobalOptions {
  readonly client?: boolean;
  readonly output: string;
}

/** `flux19 version`: of Flux as this program speaks it, and of what runs in the cluster. */
export function addVersionVerb(program: Command, context: CliContext): void {
  program
    .command('version')
    .description('Print the client and server-side components version information')
    .option('--client', 'print only client version')
    .option('-o, --output <format>', "the format in which the information should be printed: 'json' or 'yaml'", 'yaml')
    .action(async (_: unknown, self: Command) => {
      await printVersion(self.optsWithGlobals<VersionFlags>(), context);
    });
}

async function printVersion(options: VersionFlags, context: CliContext): Promise<void> {
  const { output } = options;
  if (output !== 'yaml' && output !== 'json') throw new CliError(`--output must be json or yaml, not ${output}`);
  const client = { flux: `v${fluxVersion}` };
  const cluster =
    options.client === true
      ? { distribution: '', controllers: {} }
      : await clusterVersions(context.connect(options), options.namespace, deadline(context, options));
  const { distribution, controllers } = cluster;
  const versions = { ...client, ...(distribution === '' ? {} : { distribution }), ...controllers };
  context.terminal.out(output === 'json' ? jsonText(versions) : printYaml(versions, { sortKeys: false }));
}

function jsonText(versions: Readonly<Record<string, string>>): string {
  const sorted = Object.fromEntries(Object.entries(versions).toSorted(([a], [b]) => (a < b ? -1 : 1)));
  return `${JSON.stringify(sorted, undefined, 2)}\n`;
}

interface ClusterVersions {
  readonly distribution: string;
  /** Version by name, in the order of the names. */
  readonly controllers: Readonly<Record<string, string>>;
}

async function clusterVersions(client: KubeClient, namespace: string, signal: AbortSignal): Promise<ClusterVersions> {
  const distribution = await distributionOf(client, signal);
  const deployments = await readControllers(client, namespace, signal);
  if (deployments.length === 0) {
    throw new CliError(`no deployments found in ${namespace} namespace`, {
      hints: ['no controllers of Flux run there: print only the version of this program by --client'],
    });
  }
  const images = deployments.flatMap(imagesOf).map(splitImage);
  return { distribution, controllers: Object.fromEntries(images.toSorted(([a], [b]) => (a < b ? -1 : 1))) };
}

/** Flux: controllers may run without the kinds of the others. */
async function distributionOf(client: KubeClient, signal: AbortSignal): Promise<string> {
  try {
    return (await readInstallation(client, signal)).distribution;
  } catch (thrown) {
    if (!hasReason(thrown, 'NotFound')) throw thrown;
    return '';
  }
}

/** `ghcr.io/fluxcd/source-controller:v1.9.4` is source-controller in version v1.9.4. Throws CliError for an image without a tag. */
function splitImage(image: string): readonly [name: string, tag: string] {
  const path = image.slice(image.lastIndexOf('/') + 1);
  const colon = path.indexOf(':');
  if (colon < 0) throw new CliError(`missing image tag in image ${image}`);
  return [path.slice(0, colon), path.slice(colon + 1)];
}
