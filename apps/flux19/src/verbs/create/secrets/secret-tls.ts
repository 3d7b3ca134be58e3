import { CliError } from '../../../program/cli-error.ts';
import type { CreateOptions } from '../create-options.ts';
import type { SecretVerb } from './secret-verb.ts';
import { addTlsOptions, type TlsFlags, tlsEntries } from './tls-entries.ts';

/** `create secret tls`: certificates for talking to a server. */
export const secretTls: SecretVerb<CreateOptions & TlsFlags> = {
  word: 'tls',
  title: 'tls',
  description: 'Create or update a Kubernetes secret with TLS certificates',
  addOptions: (command) => addTlsOptions(command),
  build: (_, flags, context) => {
    const entries = tlsEntries(flags, context);
    if (Object.keys(entries).length === 0) {
      throw new CliError('a certificate and its key, or a CA certificate is required', {
        hints: ['name them by --tls-crt-file and --tls-key-file, or by --ca-crt-file'],
      });
    }
    return { entries, type: entries['tls.crt'] === undefined ? 'Opaque' : 'kubernetes.io/tls' };
  },
};
