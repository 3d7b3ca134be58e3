import { DeliveryError } from '../../delivery-error.ts';
import type { ProviderSettings } from '../../provider-type.ts';
import type { Call } from '../call.ts';
import { parseGitAddress, parseOwnerAndName } from '../git-address.ts';
import type { RestClient } from '../rest.ts';
import { appToken, hasApp } from './github-app.ts';

/** A repository of GitHub, or of GitHub Enterprise. */
export interface GitHubRepository {
  /** `/repos/<owner>/<name>`. */
  readonly path: string;
  /** Asks for a token where an app has to. */
  connect(nowMs: number): Call<RestClient>;
}

/** Checks the settings that all GitHub types share. The password stands in for a missing token. */
export function openGitHub(settings: ProviderSettings): GitHubRepository {
  const token = settings.token === '' ? settings.password : settings.token;
  if (token === '' && !hasApp(settings.secret)) {
    throw new DeliveryError('github token or github app details must be specified');
  }
  const { host, id } = parseGitAddress(settings.address);
  const [owner, name] = parseOwnerAndName(id);
  const base = apiBase(host);
  return {
    path: `/repos/${owner}/${name}`,
    *connect(nowMs) {
      return gitHubClient(base, token === '' ? yield* appToken(settings, base, nowMs) : token);
    },
  };
}

/** The interface for whoever holds a token. */
function gitHubClient(base: string, token: string): RestClient {
  const headers = { accept: 'application/vnd.github.v3+json', authorization: `Bearer ${token}` };
  return { base, headers, attempts: 'once' };
}

function apiBase(host: string): string {
  return new URL(host).host === 'github.com' ? 'https://api.github.com' : `${host}/api/v3`;
}
