import type { Command } from 'commander';
import { invalidArgument } from '../../program/option-parsers.ts';

/** How to reach a registry. */
export interface RegistryFlags {
  /** `<username>[:<password>]` */
  readonly creds?: string;
  readonly provider: RegistryProvider;
  readonly insecureRegistry?: boolean;
}

/** Who gives the credentials: docker's config or `--creds`, or the cloud that this machine is in. */
type RegistryProvider = (typeof providers)[number];

const providers = ['generic', 'aws', 'azure', 'gcp'] as const;

/** Adds the flags by which a registry is reached. `insecure` describes the flag that allows plain http; absent: there is none. */
export function addRegistryFlags(command: Command, insecure?: string): Command {
  command
    .option(
      '--creds <credentials>',
      'credentials for OCI registry in the format <username>[:<password>] if --provider is generic',
    )
    .option(
      '--provider <provider>',
      `the OCI provider name, can be: ${providers.join(', ')}`,
      parseProvider,
      'generic',
    );
  return insecure === undefined ? command : command.option('--insecure-registry', insecure);
}

function parseProvider(text: string): RegistryProvider {
  const found = providers.find((provider) => provider === text);
  if (found !== undefined) return found;
  const why = `source OCI provider '${text}' is not supported, must be one of: ${providers.join('|')}`;
  throw invalidArgument('provider', text, why);
}
