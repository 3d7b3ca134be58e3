import type { Command } from 'commander';
import type { CliContext } from '../../../program/cli-context.ts';
import { readFlagFile } from '../read-file.ts';

/** Flags that name certificates. */
export interface TlsFlags {
  readonly tlsCrtFile?: string;
  readonly tlsKeyFile?: string;
  readonly caCrtFile?: string;
}

export function addTlsOptions(command: Command): Command {
  return command
    .option('--tls-crt-file <file>', 'TLS authentication cert file path')
    .option('--tls-key-file <file>', 'TLS authentication key file path')
    .option('--ca-crt-file <file>', 'TLS authentication CA file path');
}

/** The entries of a Secret for the certificates that the flags name. Throws CliError for files that cannot be read. */
export function tlsEntries(flags: TlsFlags, context: CliContext): Readonly<Record<string, string>> {
  const { tlsCrtFile = '', tlsKeyFile = '', caCrtFile = '' } = flags;
  const authority = caCrtFile === '' ? '' : readFlagFile(caCrtFile, 'unable to read TLS CA file', context);
  const certificate = tlsCrtFile === '' ? '' : readFlagFile(tlsCrtFile, 'failed to read cert file', context);
  const key = tlsKeyFile === '' ? '' : readFlagFile(tlsKeyFile, 'failed to read key file', context);
  return {
    ...(authority === '' ? {} : { 'ca.crt': authority }),
    ...(certificate === '' || key === '' ? {} : { 'tls.crt': certificate, 'tls.key': key }),
  };
}
