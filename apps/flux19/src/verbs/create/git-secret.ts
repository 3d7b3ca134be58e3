import type { KubeObject } from '@flux19/objects';

/** What git needs to get in. */
export interface GitCredentials {
  readonly username?: string;
  readonly password?: string;
  readonly bearerToken?: string;
  /** PEM. */
  readonly caCertificate?: string;
  readonly key?: SshCredentials;
}

export interface SshCredentials {
  /** PEM or OpenSSH form. */
  readonly privateKey: string;
  /** One line as in authorized_keys, with its line feed. */
  readonly publicKey: string;
  /** Lines as in known_hosts. */
  readonly knownHosts: string;
  /** Of the private key. */
  readonly passphrase?: string;
}

export interface SecretNaming {
  readonly name: string;
  readonly namespace: string;
  readonly labels?: Readonly<Record<string, string>>;
}

/** The Secret that source-controller reads credentials from. Without credentials it has no entries. */
export function gitSecret({ name, namespace, labels = {} }: SecretNaming, credentials: GitCredentials): KubeObject {
  return {
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: { name, namespace, ...(Object.keys(labels).length > 0 ? { labels: { ...labels } } : {}) },
    stringData: entriesOf(credentials),
  };
}

/** The entries of a Secret that was made here. */
export function stringDataOf(secret: KubeObject): Readonly<Record<string, string>> {
  return (secret['stringData'] ?? {}) as Readonly<Record<string, string>>;
}

function entriesOf({ username = '', password = '', bearerToken = '', caCertificate = '', key }: GitCredentials) {
  return {
    ...(username === '' || password === '' ? {} : { username, password }),
    ...(bearerToken === '' ? {} : { bearerToken }),
    ...(caCertificate === '' ? {} : { 'ca.crt': caCertificate }),
    ...(key === undefined ? {} : sshEntries(key)),
  };
}

function sshEntries({
  privateKey,
  publicKey,
  knownHosts,
  passphrase = '',
}: SshCredentials): Readonly<Record<string, string>> {
  return {
    identity: privateKey,
    'identity.pub': publicKey,
    known_hosts: knownHosts,
    ...(passphrase === '' ? {} : { password: passphrase }),
  };
}
