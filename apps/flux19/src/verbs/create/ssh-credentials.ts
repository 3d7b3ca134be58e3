import type { CliContext } from '../../program/cli-context.ts';
import type { SshCredentials } from './git-secret.ts';
import type { KeyOptions } from './key-options.ts';
import { readFlagFile } from './read-file.ts';
import { scanHostKeys } from './scan-host-keys.ts';
import { generateSshKey, readSshKey } from './ssh-key.ts';

/** Flags about the key of a git server. */
export interface SshFlags extends KeyOptions {
  readonly privateKeyFile?: string;
  /** Passphrase of the private key. */
  readonly password?: string;
}

/** A key pair, given or new, and the keys by which the server can be known again. Throws CliError. */
export async function sshCredentials(
  host: string,
  flags: SshFlags,
  context: CliContext,
  signal: AbortSignal,
): Promise<SshCredentials> {
  const { privateKeyFile = '', password } = flags;
  const key =
    privateKeyFile === ''
      ? generateSshKey(flags)
      : readSshKey(readFlagFile(privateKeyFile, 'failed to open private key file', context), password);
  context.progress.waiting(`waiting for the keys of ${host}`);
  const knownHosts = await scanHostKeys(host, signal);
  return { ...key, knownHosts, ...(password === undefined ? {} : { passphrase: password }) };
}
