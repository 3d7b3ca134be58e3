import { GitError } from '../git-error.ts';
import type { GitSetting } from '../process/git-environment.ts';
import type { GitCredentials, GitProxy, GitRemote } from './git-remote.ts';
import { type PrivateFolder, privateFolder } from './private-folder.ts';
import { proxyUrl } from './proxy-url.ts';
import { parseRemoteUrl, type RemoteUrl } from './remote-url.ts';
import { sshCommand } from './ssh-command.ts';

/** All that a git process needs to reach a remote. Ends with `dispose`, which removes the files that hold keys. */
export interface RemoteSession {
  readonly url: RemoteUrl;
  readonly settings: readonly GitSetting[];
  readonly variables: Readonly<Record<string, string>>;
  /** Texts that must not appear in any message. */
  readonly secrets: readonly string[];
  /** How else to try when a server answers with a redirect; absent when that cannot be done safely. */
  readonly onRedirect?: readonly GitSetting[];
  dispose(): Promise<void>;
}

export interface RemoteSessionOptions {
  readonly temporaryFolder: string;
  readonly allowLocal: boolean;
}

/** Prepares a connection. Throws `GitError` `InvalidUrl` or `InvalidCredentials`. */
export async function openRemoteSession(remote: GitRemote, options: RemoteSessionOptions): Promise<RemoteSession> {
  const url = parseRemoteUrl(remote.url, options);
  const credentials = withUrlUser(remote.credentials ?? {}, url);
  const folder = privateFolder(options.temporaryFolder);
  try {
    const part =
      url.scheme === 'ssh' ? await sshPart(credentials, remote, folder) : await httpPart(credentials, url, folder);
    const proxy = remote.proxy === undefined ? [] : [proxySetting(remote.proxy, url)];
    const secrets = secretsOf(credentials, remote.proxy);
    return { url, ...part, settings: [...part.settings, ...proxy], secrets, dispose: () => folder.remove() };
  } catch (thrown) {
    await folder.remove();
    throw thrown;
  }
}

type SessionPart = Pick<RemoteSession, 'settings' | 'variables' | 'onRedirect'>;

/** User and password of the URL count where the credentials name none. */
function withUrlUser(credentials: GitCredentials, url: RemoteUrl): GitCredentials {
  if (url.scheme === 'ssh' || credentials.bearerToken !== undefined) return credentials;
  const username = credentials.username ?? url.username;
  const password = credentials.password ?? url.password;
  if (username === '' && password === '') return credentials;
  return { ...credentials, username, password };
}

async function sshPart(credentials: GitCredentials, remote: GitRemote, folder: PrivateFolder): Promise<SessionPart> {
  const { identity, knownHosts, password } = credentials;
  if (identity === undefined) throw invalid(`invalid 'ssh' auth option: 'identity' is required`);
  if (knownHosts === undefined) throw invalid(`invalid 'ssh' auth option: 'known_hosts' is required`);
  if (remote.proxy !== undefined) throw invalid('a proxy cannot be used with an ssh url');
  const files = {
    // OpenSSH refuses a key whose last line does not end.
    identity: await folder.write('identity', identity.endsWith('\n') ? identity : `${identity}\n`),
    knownHosts: await folder.write('known_hosts', knownHosts.endsWith('\n') ? knownHosts : `${knownHosts}\n`),
  };
  if (password === undefined) {
    return { settings: [], variables: { GIT_SSH_COMMAND: sshCommand(files), GIT_SSH_VARIANT: 'ssh' } };
  }
  const passphrase = await folder.write('passphrase', `${password}\n`);
  const script = `#!/bin/sh\nexec cat '${passphrase.replaceAll("'", "'\\''")}'\n`;
  const askPass = await folder.write('ask-pass', script, { isExecutable: true });
  const variables = {
    GIT_SSH_COMMAND: sshCommand({ ...files, askPass }),
    GIT_SSH_VARIANT: 'ssh',
    SSH_ASKPASS: askPass,
    SSH_ASKPASS_REQUIRE: 'force',
  };
  return { settings: [], variables };
}

async function httpPart(credentials: GitCredentials, url: RemoteUrl, folder: PrivateFolder): Promise<SessionPart> {
  const tls = await tlsSettings(credentials, folder);
  const header = authorizationHeader(credentials);
  if (header === undefined) return { settings: tls, variables: {} };
  // A header would follow a redirect to any host, so with credentials none is followed at first.
  const strict: GitSetting[] = [...tls, ['http.extraHeader', header], ['http.followRedirects', 'false']];
  if (credentials.bearerToken !== undefined) return { settings: strict, variables: {} };
  const store = await folder.write('credentials', `${credentialLine(credentials, url)}\n`);
  const onRedirect: GitSetting[] = [...tls, ['credential.helper', ''], ['credential.helper', storeHelper(store)]];
  return { settings: strict, variables: {}, onRedirect };
}

/** The header that proves who asks, or undefined. Throws `InvalidCredentials` for what cannot be sent. */
function authorizationHeader(credentials: GitCredentials): string | undefined {
  const { username = '', password = '', bearerToken } = credentials;
  if (bearerToken !== undefined) {
    if (/[^\x20-\x7e]/.test(bearerToken)) throw invalid('the bearer token holds characters that cannot be sent');
    return `Authorization: Bearer ${bearerToken}`;
  }
  if (username === '' && password === '') return undefined;
  return `Authorization: Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`;
}

/** A line for git-credential-store, which gives the password to its own scheme and host only. */
function credentialLine(credentials: GitCredentials, url: RemoteUrl): string {
  const { username = '', password = '' } = credentials;
  const [scheme = '', host = ''] = url.origin.split('://');
  return `${scheme}://${encodeURIComponent(username)}:${encodeURIComponent(password)}@${host}`;
}

function storeHelper(file: string): string {
  return `store --file='${file.replaceAll("'", "'\\''")}'`;
}

async function tlsSettings(credentials: GitCredentials, folder: PrivateFolder): Promise<GitSetting[]> {
  const { certificateAuthority, clientCertificate, clientKey } = credentials;
  const settings: GitSetting[] = [];
  if (certificateAuthority !== undefined) {
    settings.push(['http.sslCAInfo', await folder.write('ca.crt', certificateAuthority)]);
  }
  if (clientCertificate !== undefined && clientKey !== undefined) {
    settings.push(['http.sslCert', await folder.write('tls.crt', clientCertificate)]);
    settings.push(['http.sslKey', await folder.write('tls.key', clientKey)]);
  }
  return settings;
}

function proxySetting(proxy: GitProxy, url: RemoteUrl): GitSetting {
  const address = URL.parse(proxy.address);
  if (address === null || !/^(?:https?|socks5h?):$/.test(address.protocol)) {
    throw invalid('the address of the proxy must be an http, https or socks5 url');
  }
  if (url.scheme === 'file') return ['http.proxy', ''];
  return ['http.proxy', proxyUrl(proxy)];
}

function secretsOf(credentials: GitCredentials, proxy: GitProxy | undefined): string[] {
  const { username = '', password = '', bearerToken = '', identity = '', clientKey = '' } = credentials;
  const basic = Buffer.from(`${username}:${password}`).toString('base64');
  const texts = [
    password,
    encodeURIComponent(password),
    basic,
    bearerToken,
    identity,
    clientKey,
    proxy?.password ?? '',
  ];
  return texts.filter((text) => text.length > 2);
}

function invalid(message: string): GitError {
  return new GitError('InvalidCredentials', message);
}
