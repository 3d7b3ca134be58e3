import { isDns1123Label } from '@flux19/objects';
import type { Command } from 'commander';
import type { CliContext } from './cli-context.ts';
import { CliError } from './cli-error.ts';
import type { GlobalOptions } from './global-options.ts';

/**
 * Settles the namespace before a command runs: the flag, the namespace of the kubeconfig's context when that is asked for,
 * or the default. Throws CliError for a name that no namespace can have.
 */
export function chooseNamespace(program: Command, context: CliContext): void {
  const options = program.opts<GlobalOptions>();
  const isFollowing =
    options.nsFollowsKubeContext === true || (context.environment['FLUX_NS_FOLLOWS_KUBE_CONTEXT'] ?? '') !== '';
  if (isFollowing && program.getOptionValueSource('namespace') !== 'cli') {
    const followed = context.namespaceOf?.(options) ?? '';
    if (followed !== '') program.setOptionValueWithSource('namespace', followed, 'config');
  }
  const { namespace } = program.opts<GlobalOptions>();
  if (isDns1123Label(namespace).length > 0) {
    throw new CliError(`namespace must be a valid DNS label: ${JSON.stringify(namespace)}`);
  }
}

/** The default namespace out of the environment; a name that no namespace can have is passed over with a warning. */
export function defaultNamespace({ environment, progress }: CliContext): string {
  const named = environment['FLUX_SYSTEM_NAMESPACE'] ?? '';
  if (named === '') return systemNamespace;
  if (isDns1123Label(named).length === 0) return named;
  progress.warning(` ignoring invalid FLUX_SYSTEM_NAMESPACE: ${JSON.stringify(named)}`);
  return systemNamespace;
}

/** Where Flux's own objects live. */
const systemNamespace = 'flux-system';
