import type { CreateOptions } from '../create-options.ts';
import type { SecretVerb } from './secret-verb.ts';
import { addTlsOptions, type TlsFlags, tlsEntries } from './tls-entries.ts';

interface Flags extends CreateOptions, TlsFlags {
  readonly username?: string;
  readonly password?: string;
}

/** `create secret helm`: what a Helm repository asks for. */
export const secretHelm: SecretVerb<Flags> = {
  word: 'helm',
  title: 'helm',
  description: 'Create or update a Kubernetes secret for Helm repository authentication',
  addOptions: (command) => {
    addTlsOptions(command)
      .option('-u, --username <name>', 'basic authentication username')
      .option('-p, --password <password>', 'basic authentication password');
  },
  build: (_, flags, context) => {
    const { username = '', password = '' } = flags;
    const login = username === '' || password === '' ? {} : { username, password };
    const certificates = tlsEntries(flags, context);
    return { entries: { ...login, ...certificates }, type: typeOf(login, certificates) };
  },
};

/** The type of Kubernetes that fits when the Secret holds one thing only. */
function typeOf(login: object, certificates: Readonly<Record<string, string>>): string {
  const hasLogin = Object.keys(login).length > 0;
  const hasCertificates = Object.keys(certificates).length > 0;
  if (hasLogin && !hasCertificates) return 'kubernetes.io/basic-auth';
  if (!hasLogin && certificates['tls.crt'] !== undefined) return 'kubernetes.io/tls';
  return 'Opaque';
}
