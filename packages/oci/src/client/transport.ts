import { Authenticator } from '../auth/authenticator.ts';
import { parseChallenge } from '../auth/challenge.ts';
import { secretsOf, withoutSecrets } from '../auth/without-secrets.ts';
import { OciError } from '../oci-error.ts';
import { isPlainAllowed, originsOf } from '../reference/registry-origin.ts';
import { defaultRetryPolicy, type OciClientOptions, type RetryPolicy } from './client-options.ts';
import { describeCall, type RegistryCall } from './registry-call.ts';
import { responseError } from './response-error.ts';
import { backoffMs } from './retry-delay.ts';
import { type Answer, sendFollowing } from './send-following.ts';

const retriedStatuses: ReadonlySet<number> = new Set([408, 429, 500, 502, 503, 504]);
const bodylessMethods: ReadonlySet<string> = new Set(['GET', 'HEAD']);

/** An answer, and what was shown to get it. */
interface AuthorizedAnswer extends Answer {
  readonly authorization: string | undefined;
}

/** Sends requests to registries: finds the scheme, shows credentials where they belong, repeats what may pass. */
export class Transport {
  readonly #options: OciClientOptions;
  readonly #retry: RetryPolicy;
  readonly #authenticator: Authenticator;
  readonly #userAgent: string;
  readonly #origins = new Map<string, string>();

  constructor(options: OciClientOptions) {
    const { fetch, clock, credentials, insecure = false } = options;
    this.#options = options;
    this.#retry = { ...defaultRetryPolicy, ...options.retry };
    this.#userAgent = options.userAgent ?? 'flux19';
    this.#authenticator = new Authenticator({
      fetch,
      clock,
      credentials,
      userAgent: this.#userAgent,
      isPlainAllowed: (host) => isPlainAllowed(host, insecure),
    });
  }

  /**
   * The answer to a call, if its status is a success or one of `expected`; its body is the caller's to read or cancel. Throws `OciError`
   * or the signal's reason.
   */
  async send(call: RegistryCall, signal: AbortSignal, expected: readonly number[] = []): Promise<Answer> {
    for (let attempt = 1; ; attempt += 1) {
      try {
        const answer = await this.#sendToOrigin(call, signal);
        const { response, url, authorization } = answer;
        if (response.ok || expected.includes(response.status)) return answer;
        const error = await responseError(describeCall(call.method, url), response, this.#options.clock.now());
        throw withoutSecrets(error, secretsOf(authorization));
      } catch (thrown) {
        signal.throwIfAborted();
        await this.#waitOrThrow(call, thrown, attempt, signal);
      }
    }
  }

  /** Waits before another attempt; throws what was thrown when there will be none. */
  async #waitOrThrow(call: RegistryCall, thrown: unknown, attempt: number, signal: AbortSignal): Promise<void> {
    const { attempts, longestDelayMs } = this.#retry;
    if (!(thrown instanceof OciError) || attempt >= attempts || !isRetried(call, thrown)) throw thrown;
    const delay = thrown.retryAfterMs ?? backoffMs(this.#retry, attempt, this.#options.random());
    if (delay > longestDelayMs) throw thrown;
    await this.#options.clock.sleep(delay, signal);
  }

  /** Tries the schemes that the registry may be reached by, until one is known to work. */
  async #sendToOrigin(call: RegistryCall, signal: AbortSignal): Promise<AuthorizedAnswer> {
    const known = this.#origins.get(call.registry);
    const origins = known === undefined ? originsOf(call.registry, this.#options.insecure ?? false) : [known];
    let failure: unknown;
    for (const origin of origins) {
      try {
        return await this.#sendAuthorized(call, origin, signal);
      } catch (thrown) {
        // Once a registry has answered by https it is not asked by http, whatever fails afterwards.
        const isUnreachable = thrown instanceof OciError && thrown.reason === 'Network';
        if (!isUnreachable || this.#origins.has(call.registry)) throw thrown;
        failure = thrown;
      }
    }
    throw failure;
  }

  async #sendAuthorized(call: RegistryCall, origin: string, signal: AbortSignal): Promise<AuthorizedAnswer> {
    const url = targetUrl(call.target, origin);
    const isOwn = url.origin === origin;
    const first = isOwn ? await this.#authenticator.authorization(call, call.scopes, signal) : undefined;
    const answer = await this.#exchange(call, url, first, signal);
    if (isOwn) this.#origins.set(call.registry, origin);
    // Only the registry itself may ask for credentials, not whoever it redirects to.
    if (answer.response.status !== 401 || answer.url.origin !== origin) return answer;
    const challenge = parseChallenge(answer.response.headers.get('www-authenticate'));
    if (challenge === undefined) return answer;
    const second = await this.#authenticator.renew(challenge, call, call.scopes, signal);
    if (second === undefined || second === first) return answer;
    await answer.response.body?.cancel();
    return this.#exchange(call, url, second, signal);
  }

  async #exchange(
    call: RegistryCall,
    url: URL,
    authorization: string | undefined,
    signal: AbortSignal,
  ): Promise<AuthorizedAnswer> {
    const headers = new Headers({ 'user-agent': this.#userAgent, ...call.headers });
    if (authorization !== undefined) headers.set('authorization', authorization);
    const body = bodylessMethods.has(call.method) ? null : (call.body ?? null);
    const request = new Request(url, {
      method: call.method,
      headers,
      body: body,
      redirect: 'manual',
      signal,
    });
    return { ...(await sendFollowing(this.#options.fetch, request, signal)), authorization };
  }
}

/** A chunk of an upload must not arrive twice; everything else may. */
function isRetried({ method }: RegistryCall, { reason, status }: OciError): boolean {
  if (status !== undefined) return retriedStatuses.has(status) && (method !== 'PATCH' || status === 429);
  return reason === 'Network' && method !== 'PATCH';
}

/** Registries behind a proxy may call themselves http: on the same host, what they were reached by stays. */
function targetUrl(target: string, origin: string): URL {
  const base = new URL(origin);
  const url = new URL(target, base);
  if (url.host === base.host) url.protocol = base.protocol;
  if (url.protocol === 'https:' || url.protocol === base.protocol) return url;
  throw new OciError('Refused', `the registry sends its client to ${url.host}, where no https leads`);
}
