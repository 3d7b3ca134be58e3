import type { AutomationCommit } from '@flux19/api';
import {
  type CommitSigner,
  createPgpSigner,
  createSshSigner,
  type GitProgramOptions,
  SigningKeyError,
} from '@flux19/git';
import { type KubeClient, readSecret, type SecretData } from '@flux19/kube';
import type { ReconcileError } from '@flux19/runtime';
import { sourceFailure, textOf } from './source-error.ts';

/** Where keys of the two kinds and their passphrases stand in a Secret. */
const fields = {
  gpg: { key: 'git.asc', passphrase: 'passphrase', article: 'a' },
  ssh: { key: 'identity', passphrase: 'password', article: 'an' },
} as const;

export interface SignerEffects {
  readonly client: Pick<KubeClient, 'get'>;
  readonly program: GitProgramOptions;
}

/** Who signs the commits of an automation; undefined when nobody does. Throws `ReconcileError` with Flux's messages. */
export async function readSigner(
  { client, program }: SignerEffects,
  namespace: string | undefined,
  { signingKey }: AutomationCommit,
  signal: AbortSignal,
): Promise<CommitSigner | undefined> {
  if (signingKey === undefined) return undefined;
  const { name } = signingKey.secretRef;
  const data = await readSecret(client, namespace, name, signal).catch((cause: unknown) => {
    signal.throwIfAborted();
    throw sourceFailure(`could not find signing key secret '${name}': ${textOf(cause)}`, cause);
  });
  const { type = 'gpg' } = signingKey;
  const { key, passphrase, article } = fields[type];
  const text = data[key];
  if (text === undefined) {
    throw sourceFailure(`signing key secret '${name}' does not contain ${article} '${key}' key`);
  }
  try {
    return await makeSigner(type, text, data, program);
  } catch (thrown) {
    throw thrown instanceof SigningKeyError ? keyFailure(thrown, type, name, passphrase) : thrown;
  }
}

function makeSigner(
  type: 'gpg' | 'ssh',
  key: string,
  data: SecretData,
  program: GitProgramOptions,
): Promise<CommitSigner> {
  if (type === 'ssh') return createSshSigner(key, data[fields.ssh.passphrase], program);
  return createPgpSigner(key, data[fields.gpg.passphrase]);
}

function keyFailure(error: SigningKeyError, type: 'gpg' | 'ssh', secret: string, passphrase: string): ReconcileError {
  switch (error.fault) {
    case 'locked': {
      const what = `can not use passphrase protected signing key without '${passphrase}' field present in secret`;
      return sourceFailure(`${what} ${secret}`, error);
    }
    case 'several':
      return sourceFailure(
        `multiple entities read from secret '${secret}', could not determine which signing key to use`,
        error,
      );
    case 'passphrase': {
      const what = 'could not decrypt private key of the signing key present in secret';
      return sourceFailure(`${what} ${secret}: ${error.message}`, error);
    }
    default: {
      const what = type === 'ssh' ? 'could not parse SSH signing key' : 'could not read signing key';
      return sourceFailure(`${what} from secret '${secret}': ${error.message}`, error);
    }
  }
}
