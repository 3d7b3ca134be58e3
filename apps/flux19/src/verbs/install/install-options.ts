import type { Command } from 'commander';
import { fluxComponents } from '../../installation/flux-components.ts';
import type { InstallSettings } from '../../installation/install-objects.ts';
import { CliError } from '../../program/cli-error.ts';
import type { GlobalOptions } from '../../program/global-options.ts';
import { collectList, oneOf } from '../../program/option-parsers.ts';

/** Flags of `install`. */
export interface InstallFlags extends GlobalOptions {
  readonly export?: boolean;
  readonly components?: readonly string[];
  readonly componentsExtra?: readonly string[];
  readonly registry: string;
  readonly registryCreds?: string;
  readonly imagePullSecret?: string;
  readonly watchAllNamespaces: boolean;
  readonly networkPolicy: boolean;
  readonly logLevel: string;
  readonly clusterDomain?: string;
  readonly tolerationKeys?: readonly string[];
  readonly force?: boolean;
}

export function addInstallOptions(command: Command): Command {
  return command
    .option('--export', 'write the install manifests to stdout and exit')
    .option('--components <names>', 'taken for the sake of flux; one Deployment does the work of all', collectList)
    .option('--components-extra <names>', 'taken for the sake of flux, as --components', collectList)
    .option('--registry <registry>', 'container registry where the flux19 image is published', '')
    .option('--registry-creds <credentials>', "credentials in the format 'user:password', with --image-pull-secret")
    .option('--image-pull-secret <name>', 'secret for pulling the image from a private registry')
    .option('--watch-all-namespaces', 'watch for custom resources in all namespaces (or =false)', true)
    .option('--no-watch-all-namespaces', 'watch the namespace of the installation only')
    .option('--network-policy', 'deny ingress access from other namespaces using network policies (or =false)', true)
    .option('--no-network-policy', 'make no network policies')
    .option('--log-level <level>', 'log level: debug, info or error', parseLevel, 'info')
    .option('--cluster-domain <domain>', 'taken for the sake of flux; nothing depends on it')
    .option('--toleration-keys <keys>', 'taints that the pod bears, with commas between them', collectList)
    .option('--force', 'install over an installation that another tool looks after');
}

const parseLevel = oneOf('log-level', ['debug', 'info', 'error'], {
  what: 'log level',
  none: 'no log level given, must be one of: debug, info, error',
  separator: ', ',
});

/** What Flux ships, beyond that whose work this program does. */
const otherComponents = ['helm-controller', 'source-watcher'];

/** Throws CliError when the flags do not fit together. */
export function installSettings(flags: InstallFlags): InstallSettings {
  const known = [...fluxComponents.map(({ name }) => name), ...otherComponents];
  for (const name of [...(flags.components ?? []), ...(flags.componentsExtra ?? [])]) {
    if (!known.includes(name)) throw new CliError(`component ${name} is not available`);
  }
  const { registryCreds = '', imagePullSecret = '' } = flags;
  if (registryCreds !== '' && imagePullSecret === '') {
    throw new CliError('--registry-creds requires --image-pull-secret to be set');
  }
  if (registryCreds !== '' && registryCreds.split(':').length !== 2) {
    throw new CliError("invalid --registry-creds format, expected 'user:password'");
  }
  const { namespace, registry, watchAllNamespaces, networkPolicy, logLevel, tolerationKeys = [] } = flags;
  return { namespace, registry, imagePullSecret, watchAllNamespaces, networkPolicy, logLevel, tolerationKeys };
}
