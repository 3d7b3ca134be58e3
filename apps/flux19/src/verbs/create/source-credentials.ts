import { upsertSecret } from '../../cluster/upsert-object.ts';
import { confirmed } from '../../program/confirmed.ts';
import type { CreateScene } from './create-scene.ts';
import { type GitCredentials, gitSecret, stringDataOf } from './git-secret.ts';
import { type GitUrl, parseGitUrl } from './git-url.ts';
import { readFlagFile } from './read-file.ts';
import type { SourceGitOptions } from './source-git-object.ts';
import { sshCredentials } from './ssh-credentials.ts';

/**
 * Stores the credentials that the flags give, or for SSH a new key, in a Secret beside the source.
 * @returns the name of the Secret; undefined when there is nothing to store
 */
export async function configureCredentials(
  name: string,
  options: SourceGitOptions,
  scene: CreateScene,
): Promise<string | undefined> {
  if (options.secretRef !== undefined && options.secretRef !== '') return undefined;
  const url = parseGitUrl(options.url, ['ssh', 'http', 'https']);
  const secret = gitSecret({ name, namespace: options.namespace }, await credentialsFor(url, options, scene));
  const entries = stringDataOf(secret);
  if (Object.keys(entries).length === 0) return undefined;
  const { context, client, signal } = scene;
  const { progress } = context;
  if (entries['known_hosts'] !== undefined) {
    progress.success(`collected public key from SSH server:\n${entries['known_hosts']}`);
  }
  if (entries['identity.pub'] !== undefined) {
    progress.generate(`deploy key: ${entries['identity.pub']}`);
    if (options.silent !== true) await confirmed('Have you added the deploy key to your repository', context);
  }
  progress.action('applying secret with repository credentials');
  await upsertSecret(client, secret, signal);
  progress.success('authentication configured');
  return name;
}

async function credentialsFor(url: GitUrl, options: SourceGitOptions, scene: CreateScene): Promise<GitCredentials> {
  const { context, signal } = scene;
  const { username, password, caFile = '' } = options;
  if (url.scheme === 'ssh') return { key: await sshCredentials(url.host, options, context, signal) };
  const login = { ...(username === undefined ? {} : { username }), ...(password === undefined ? {} : { password }) };
  if (url.scheme === 'http') {
    // Flux warns of every plain address; without credentials nothing can leak.
    if (username !== undefined) {
      context.progress.warning('insecure configuration: credentials configured for an HTTP URL');
    }
    return login;
  }
  return {
    ...login,
    ...(caFile === '' ? {} : { caCertificate: readFlagFile(caFile, 'unable to read TLS CA file', context) }),
  };
}
