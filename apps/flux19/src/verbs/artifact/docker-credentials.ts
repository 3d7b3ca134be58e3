import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { isJsonObject, type JsonObject, parseJson } from '@flux19/objects';
import { type CredentialSource, dockerConfigCredentials, OciError, type RegistryCredentials } from '@flux19/oci';

type Environment = Readonly<Record<string, string | undefined>>;

/** What a helper may print, and how long it may take: it may ask the user for a password. */
const maximumBytes = 1024 * 1024;
const patienceMs = 60_000;
/** The name under which docker and its helpers know Docker's own registry. */
const dockerServer = 'https://index.docker.io/v1/';
/** What a helper gives as name when the secret is an identity token. */
const tokenUser = '<token>';

/** The credentials that `docker login` has kept: in its config, or with one of the programs that it names. */
export async function dockerCredentials(environment: Environment): Promise<CredentialSource> {
  const text = await readConfig(environment);
  if (text === undefined) return async () => undefined;
  const kept = dockerConfigCredentials([text]);
  const config = parseObject(text);
  return async (target, signal) => {
    const helper = helperFor(config, target.registry);
    const found = helper === undefined ? undefined : await askHelper(helper, target.registry, environment, signal);
    return found ?? kept(target, signal);
  };
}

/** The file that `docker login` writes; undefined when there is none. */
async function readConfig({ DOCKER_CONFIG: folder = '', HOME: home = '' }: Environment): Promise<string | undefined> {
  if (folder === '' && home === '') return undefined;
  try {
    return await readFile(join(folder === '' ? join(home, '.docker') : folder, 'config.json'), 'utf8');
  } catch {
    return undefined;
  }
}

function helperFor({ credHelpers, credsStore }: JsonObject, registry: string): string | undefined {
  const own = isJsonObject(credHelpers) ? (credHelpers[registry] ?? credHelpers[serverOf(registry)]) : undefined;
  const name = typeof own === 'string' ? own : credsStore;
  // The name becomes a part of a program's: nothing that leads to another folder.
  return typeof name === 'string' && /^[A-Za-z0-9._-]+$/.test(name) ? `docker-credential-${name}` : undefined;
}

/** Asks by the protocol of docker's helpers: the server on standard input, JSON on standard output. Undefined when it knows none. */
async function askHelper(
  program: string,
  registry: string,
  environment: Environment,
  signal: AbortSignal,
): Promise<RegistryCredentials | undefined> {
  const answer = await new Promise<string | undefined>((resolve, reject) => {
    const limits = { timeout: patienceMs, maxBuffer: maximumBytes };
    const child = execFile(program, ['get'], { ...limits, env: { ...environment }, signal }, (error, output) => {
      if (error === null) resolve(output);
      else if (signal.aborted) reject(signal.reason);
      else if (error.code === 'ENOENT') reject(missingHelper(program, error));
      // A helper that has nothing for a server fails, too.
      else resolve(undefined);
    });
    // It may end without reading what it is asked.
    child.stdin?.on('error', () => undefined);
    child.stdin?.end(`${serverOf(registry)}\n`);
  });
  const { Username: username, Secret: secret } = parseObject(answer ?? '');
  if (typeof username !== 'string' || typeof secret !== 'string' || secret === '') return undefined;
  return username === tokenUser
    ? { kind: 'identityToken', token: secret }
    : { kind: 'basic', username, password: secret };
}

function missingHelper(program: string, cause: unknown): OciError {
  const message = `docker's config names the program ${program}, which is not installed`;
  return new OciError('AuthenticationFailed', message, { cause });
}

function serverOf(registry: string): string {
  return registry === 'docker.io' ? dockerServer : registry;
}

/** Empty for what is no object: messages of the parser may show secrets. */
function parseObject(text: string): JsonObject {
  try {
    const value = parseJson(text);
    return isJsonObject(value) ? value : {};
  } catch {
    return {};
  }
}
