import type { Provider } from '@flux19/api';
import type { KubeClient } from '@flux19/kube';
import { createSecretMask, type SecretMask } from '../delivery/secret-mask.ts';
import type { ProviderSettings, ProviderType } from '../providers/provider-type.ts';
import type { TokenMemory } from '../providers/shared/token-memory.ts';
import type { Route, TlsSettings } from '../send/sender.ts';
import { headersFromSecret } from './headers-from-secret.ts';
import { proxyFromSecret } from './proxy-from-secret.ts';
import { readSecret, SecretError, type SecretValues } from './read-secret.ts';
import { hasTls, tlsFromSecret } from './tls-from-secret.ts';

/** A Provider with its Secrets read. */
export interface ResolvedProvider {
  /** All but the name of the commit status, which each event decides. */
  readonly settings: Omit<ProviderSettings, 'commitStatus'>;
  readonly route: Route;
  readonly mask: SecretMask;
}

export interface ResolveMeans {
  readonly client: KubeClient;
  readonly tokens: TokenMemory;
}

const longestAddress = 2048;

/** Reads what a Provider refers to. Throws {@link SecretError}, or the signal's reason. */
export async function resolveProvider(
  provider: Provider,
  type: ProviderType,
  { client, tokens }: ResolveMeans,
  signal: AbortSignal,
): Promise<ResolvedProvider> {
  const { spec, metadata } = provider;
  const namespace = metadata.namespace ?? '';
  const read = async (reference: { readonly name: string } | undefined): Promise<SecretValues | undefined> =>
    reference === undefined ? undefined : readSecret(client, namespace, reference.name, signal);
  const secret = await read(spec.secretRef);
  const proxySecret = await read(spec.proxySecretRef);
  const certificates = await read(spec.certSecretRef);
  const values = secret?.values ?? new Map<string, string>();
  const headers = headersOf(values);
  const secrets = [...secretTexts(secret), ...secretTexts(proxySecret), ...Object.values(headers)];
  return {
    settings: {
      provider: { name: metadata.name, namespace, uid: metadata.uid ?? '' },
      address: addressOf(provider, values),
      channel: spec.channel ?? '',
      ...userOf(provider, values),
      token: values.get('token') ?? '',
      headers,
      secret: values,
      serviceAccountName: spec.serviceAccountName ?? '',
      tokens,
    },
    route: {
      ...optional('proxy', proxyOf(provider, secret, proxySecret)),
      ...optional('tls', tlsOf(type, secret, certificates)),
    },
    mask: createSecretMask(secrets),
  };
}

function optional<Key extends string, Value>(key: Key, value: Value | undefined): { readonly [K in Key]?: Value } {
  return value === undefined ? {} : ({ [key]: value } as { readonly [K in Key]: Value });
}

function addressOf({ spec }: Provider, values: ReadonlyMap<string, string>): string {
  const own = values.get('address');
  if (own === undefined) return spec.address ?? '';
  if (own.length > longestAddress) {
    throw new SecretError(`invalid address in secret: address exceeds maximum length of ${longestAddress} bytes`);
  }
  return own.trim();
}

/** A name without a password in the Secret does not count, as in Flux. */
function userOf(
  { spec }: Provider,
  values: ReadonlyMap<string, string>,
): { readonly username: string; readonly password: string } {
  const [username, password] = [values.get('username'), values.get('password')];
  if (username !== undefined && password !== undefined) return { username, password };
  return { username: spec.username ?? '', password: '' };
}

function headersOf(values: ReadonlyMap<string, string>): Readonly<Record<string, string>> {
  const text = values.get('headers');
  return text === undefined ? {} : headersFromSecret(text);
}

/** The Secret of its own wins over the old key in the Secret of the token, and that over the old field. */
function proxyOf(
  { spec }: Provider,
  secret: SecretValues | undefined,
  own: SecretValues | undefined,
): string | undefined {
  if (own !== undefined) {
    try {
      return proxyFromSecret(own);
    } catch (thrown) {
      throw new SecretError(`failed to get proxy URL: ${thrown instanceof Error ? thrown.message : ''}`, {
        cause: thrown,
      });
    }
  }
  const old = secret?.values.get('proxy')?.trim() ?? spec.proxy ?? '';
  if (old === '') return undefined;
  if (!URL.canParse(old)) throw new SecretError(`invalid 'proxy' in secret '${secret?.label ?? ''}'`);
  return old;
}

function tlsOf(
  { role }: ProviderType,
  secret: SecretValues | undefined,
  certificates: SecretValues | undefined,
): TlsSettings | undefined {
  const fallback = role === 'commitStatus' && secret !== undefined && hasTls(secret) ? secret : undefined;
  const source = certificates ?? fallback;
  if (source === undefined) return undefined;
  try {
    return tlsFromSecret(source);
  } catch (thrown) {
    throw new SecretError(`failed to get TLS config: ${thrown instanceof Error ? thrown.message : ''}`, {
      cause: thrown,
    });
  }
}

/** Everything in a Secret is one, but for the name of a user. */
function secretTexts(secret: SecretValues | undefined): readonly string[] {
  return [...(secret?.values ?? [])].filter(([key]) => key !== 'username').map(([, value]) => value);
}
