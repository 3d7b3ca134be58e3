import { printYaml } from '@flux19/yaml';
import type { Command } from 'commander';
import { upsertSecret } from '../../cluster/upsert-object.ts';
import type { CliContext } from '../../program/cli-context.ts';
import { CliError } from '../../program/cli-error.ts';
import { deadline } from '../../program/deadline.ts';
import { type CreateOptions, parseLabels, requireName } from './create-options.ts';
import { type GitCredentials, gitSecret, stringDataOf } from './git-secret.ts';
import { parseGitUrl } from './git-url.ts';
import { addKeyOptions, type KeyOptions } from './key-options.ts';
import { readFlagFile } from './read-file.ts';
import { sshCredentials } from './ssh-credentials.ts';

interface SecretGitOptions extends CreateOptions, KeyOptions {
  readonly url?: string;
  readonly username?: string;
  readonly password?: string;
  readonly bearerToken?: string;
  readonly caCrtFile?: string;
  readonly privateKeyFile?: string;
}

/** `flux19 create secret git NAME`. */
export function addCreateSecretGit(secret: Command, context: CliContext): void {
  const command = secret
    .command('git')
    .description('Create or update a Kubernetes secret for Git authentication')
    .argument('[name]')
    .option('--url <url>', 'git address, e.g. ssh://git@host/org/repository')
    .option('-u, --username <name>', 'basic authentication username')
    .option('-p, --password <password>', 'basic authentication password')
    .option('--bearer-token <token>', 'bearer authentication token')
    .option('--ca-crt-file <file>', 'TLS CA certificate file for validating self-signed certificates')
    .option('--private-key-file <file>', 'private key file for authenticating to the Git SSH server');
  addKeyOptions(command).action(async (name: string | undefined, _: unknown, self: Command) => {
    await createSecretGit(requireName(name), self.optsWithGlobals<SecretGitOptions>(), context);
  });
}

async function createSecretGit(name: string, options: SecretGitOptions, context: CliContext): Promise<void> {
  const { namespace } = options;
  const signal = deadline(context, options);
  const labels = parseLabels(options);
  const secret = gitSecret({ name, namespace, labels }, await credentialsFor(options, context, signal));
  if (options.export === true) {
    // Flux: a Secret ends with an empty line, unlike the other kinds.
    context.terminal.out(`---\n${printYaml(secret)}\n`);
    return;
  }
  const publicKey = stringDataOf(secret)['identity.pub'];
  if (publicKey !== undefined) context.progress.generate(`deploy key: ${publicKey}`);
  await upsertSecret(context.connect(options), secret, signal);
  context.progress.action(`git secret '${name}' created in '${namespace}' namespace`);
}

async function credentialsFor(
  options: SecretGitOptions,
  context: CliContext,
  signal: AbortSignal,
): Promise<GitCredentials> {
  const { scheme, host } = parseGitUrl(options.url, ['ssh', 'http', 'https']);
  if (scheme === 'ssh') return { key: await sshCredentials(host, options, context, signal) };
  const { username = '', password = '', bearerToken = '', caCrtFile = '' } = options;
  const hasLogin = username !== '' && password !== '';
  if (!hasLogin && bearerToken === '') {
    throw new CliError('for Git over HTTP/S the username and password, or a bearer token is required');
  }
  if (hasLogin && bearerToken !== '') {
    throw new CliError('user credentials and bearer token cannot be used together');
  }
  const caCertificate = caCrtFile === '' ? '' : readFlagFile(caCrtFile, 'unable to read TLS CA file', context);
  return { username, password, bearerToken, caCertificate };
}
