import { createPrivateKey, hash, sign } from 'node:crypto';
import type { SecretData } from '@flux19/kube';
import type { Clock, Handler } from '@flux19/ports';

/** Tokens of GitHub Apps: https://docs.github.com/en/apps/creating-github-apps/authenticating-with-a-github-app */
export interface GitHubAppTokens {
  /** A token of the installation that the data of a Secret describes. Throws an `Error` whose message holds no secret. */
  token(data: SecretData, signal: AbortSignal): Promise<string>;
}

interface KnownToken {
  readonly token: string;
  /** Milliseconds since the Unix epoch. */
  readonly expiresAt: number;
}

const publicApi = 'https://api.github.com';

/** A token is renewed before it ends, so that a clone that has begun does not fail. */
const marginMs = 5 * 60_000;
const maximumKnown = 1000;

/** Asks GitHub for tokens and keeps them until shortly before they expire. */
export function createGitHubAppTokens(options: { readonly fetch: Handler; readonly clock: Clock }): GitHubAppTokens {
  const { fetch, clock } = options;
  const known = new Map<string, KnownToken>();

  async function ask(data: SecretData, signal: AbortSignal): Promise<KnownToken> {
    const api = (data['githubAppBaseURL'] ?? publicApi).replace(/\/+$/, '');
    const authorization = `Bearer ${appToken(data, clock.now())}`;
    const call = async (method: string, path: string): Promise<Record<string, unknown>> => {
      const headers = { authorization, accept: 'application/vnd.github+json' };
      const response = await fetch(new Request(`${api}${path}`, { method, headers, signal, redirect: 'manual' }));
      if (!response.ok) throw new Error(`GitHub answered ${response.status} to ${method} ${path}`);
      return (await response.json()) as Record<string, unknown>;
    };
    const installation = data['githubAppInstallationID'] ?? (await findInstallation(data, call));
    const path = `/app/installations/${encodeURIComponent(installation)}/access_tokens`;
    const { token, expires_at: expires } = await call('POST', path);
    if (typeof token !== 'string' || typeof expires !== 'string') throw new Error('GitHub answered without a token');
    return { token, expiresAt: Date.parse(expires) };
  }

  return {
    async token(data, signal) {
      checkData(data);
      const key = hash('sha256', JSON.stringify(Object.entries(data).toSorted()));
      const remembered = known.get(key);
      if (remembered !== undefined && remembered.expiresAt - marginMs > clock.now()) return remembered.token;
      const fresh = await ask(data, signal);
      if (known.size >= maximumKnown) known.clear();
      known.set(key, fresh);
      return fresh.token;
    },
  };
}

type Call = (method: string, path: string) => Promise<Record<string, unknown>>;

/** The installation of an owner, who may be an organisation or a person. */
async function findInstallation(data: SecretData, call: Call): Promise<string> {
  const owner = encodeURIComponent(data['githubAppInstallationOwner'] ?? '');
  const found = await call('GET', `/orgs/${owner}/installation`).catch(() =>
    call('GET', `/users/${owner}/installation`),
  );
  return String(found['id']);
}

function checkData(data: SecretData): void {
  if ((data['githubAppPrivateKey'] ?? '') === '') throw new Error("key 'githubAppPrivateKey' not found");
  const hasOwner = data['githubAppInstallationOwner'] !== undefined;
  if (hasOwner !== (data['githubAppInstallationID'] !== undefined)) return;
  throw new Error("must contain exactly one of 'githubAppInstallationOwner' or 'githubAppInstallationID'");
}

/** A token with which the app itself is known, good for two minutes; it begins a little in the past, as clocks differ. */
function appToken(data: SecretData, nowMs: number): string {
  const issued = Math.floor(nowMs / 1000) - 30;
  const claims = { iat: issued, exp: issued + 120, iss: data['githubAppID'] };
  const text = [{ alg: 'RS256', typ: 'JWT' }, claims].map((part) => base64Url(JSON.stringify(part))).join('.');
  return `${text}.${base64Url(sign('RSA-SHA256', Buffer.from(text), readKey(data['githubAppPrivateKey'] ?? '')))}`;
}

function readKey(pem: string): ReturnType<typeof createPrivateKey> {
  try {
    return createPrivateKey(pem);
  } catch (cause) {
    throw unreadableKey(cause);
  }
}

function unreadableKey(cause: unknown): Error {
  return new Error('could not parse private key', { cause });
}

function base64Url(content: string | Uint8Array): string {
  return Buffer.from(content).toString('base64url');
}
