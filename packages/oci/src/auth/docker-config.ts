import { isJsonObject, type JsonObject, parseJson } from '@flux19/objects';
import { OciError } from '../oci-error.ts';
import { normalRegistry } from '../reference/parse-reference.ts';
import type { CredentialSource, CredentialTarget, RegistryCredentials } from './credentials.ts';

/** Credentials and where they are for. */
interface ConfigEntry {
  /** May begin with `*.` in each of its names. */
  readonly host: string;
  /** `/team`; empty for the whole registry. */
  readonly path: string;
  readonly credentials: RegistryCredentials;
}

/**
 * Credentials of Docker's `config.json`, in the forms of `kubernetes.io/dockerconfigjson` and `kubernetes.io/dockercfg`; several texts are
 * searched in their order. The entry with the longest path that the repository lies under wins, as in Kubernetes. Helpers are programs
 * and are not run. Throws `OciError` `AuthenticationFailed` for a text that is no such config.
 */
export function dockerConfigCredentials(texts: readonly string[]): CredentialSource {
  const entries = texts.flatMap(readEntries).toSorted((a, b) => b.path.length - a.path.length);
  return async (target) => entries.find((entry) => isMeant(entry, target))?.credentials;
}

function readEntries(text: string): ConfigEntry[] {
  const config = parseConfig(text);
  const auths = isJsonObject(config['auths']) ? config['auths'] : config;
  return Object.entries(auths).flatMap(([key, value]) => {
    const credentials = isJsonObject(value) ? readCredentials(value) : undefined;
    return credentials === undefined ? [] : [{ ...splitKey(key), credentials }];
  });
}

function parseConfig(text: string): JsonObject {
  try {
    const value = parseJson(text);
    if (isJsonObject(value)) return value;
  } catch {
    // The parser's message may show a part of a password.
  }
  throw new OciError('AuthenticationFailed', 'the docker config is no JSON object');
}

function readCredentials({
  auth,
  username,
  password,
  identitytoken,
  registrytoken,
}: JsonObject): RegistryCredentials | undefined {
  if (typeof registrytoken === 'string' && registrytoken !== '') return { kind: 'registryToken', token: registrytoken };
  if (typeof identitytoken === 'string' && identitytoken !== '') return { kind: 'identityToken', token: identitytoken };
  if (typeof username === 'string' && typeof password === 'string' && username !== '') {
    return { kind: 'basic', username, password };
  }
  return typeof auth === 'string' ? decodeAuth(auth) : undefined;
}

/** `<name>:<password>` in base64; zeros at the end, which some programs write, do not count. */
function decodeAuth(auth: string): RegistryCredentials | undefined {
  const decoded = Buffer.from(auth, 'base64').toString('utf8').replace(/\0+$/, '');
  const colon = decoded.indexOf(':');
  if (colon <= 0) return undefined;
  return { kind: 'basic', username: decoded.slice(0, colon), password: decoded.slice(colon + 1) };
}

/** `https://index.docker.io/v1/`, `ghcr.io`, `ghcr.io/team`: the scheme and the version of old do not count. */
function splitKey(key: string): Pick<ConfigEntry, 'host' | 'path'> {
  const bare = key.replace(/^https?:\/\//, '').replace(/\/+$/, '');
  const slash = bare.indexOf('/');
  const host = normalRegistry(slash < 0 ? bare : bare.slice(0, slash));
  const path = slash < 0 ? '' : bare.slice(slash);
  return { host, path: /^\/v[12]$/.test(path) ? '' : path };
}

function isMeant({ host, path }: ConfigEntry, { registry, repository = '' }: CredentialTarget): boolean {
  return matchesHost(host, registry) && (path === '' || `/${repository}/`.startsWith(`${path}/`));
}

/** Each name of the host by itself, with `*` for any letters; ports have to be the same. */
function matchesHost(pattern: string, registry: string): boolean {
  if (!pattern.includes('*')) return pattern === registry;
  const [patternHost = '', patternPort] = pattern.split(':');
  const [host = '', port] = registry.split(':');
  const parts = patternHost.split('.');
  const names = host.split('.');
  if (patternPort !== port || parts.length !== names.length) return false;
  return parts.every((part, index) => matchesName(part, names[index] ?? ''));
}

function matchesName(pattern: string, name: string): boolean {
  const pieces = pattern.split('*');
  const [first = ''] = pieces;
  const last = pieces.at(-1) ?? '';
  if (pieces.length === 1) return pattern === name;
  if (!name.startsWith(first)) return false;
  let at = first.length;
  for (const piece of pieces.slice(1, -1)) {
    const found = name.indexOf(piece, at);
    if (found < 0) return false;
    at = found + piece.length;
  }
  return name.length - at >= last.length && name.endsWith(last);
}
