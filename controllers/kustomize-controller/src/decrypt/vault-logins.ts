import { type CloudTokens, failedAt, tokenAccount, type WorkloadAccount } from '@flux19/cloud-identity';
import { type KubeClient, ownAccount } from '@flux19/kube';
import { isJsonObject } from '@flux19/objects';
import { askVault, type Keyring, SopsError } from '@flux19/sops';
import { parseYaml } from '@flux19/yaml';

export interface VaultLoginOptions {
  readonly client: KubeClient;
  readonly tokens: CloudTokens;
  /** Says which servers may be asked, and where each takes logins: `--sops-vault-configmap`. */
  readonly configMap: { readonly namespace: string; readonly name: string };
  /** Who decrypts; this process when there is nobody. */
  readonly account: () => Promise<WorkloadAccount | undefined>;
}

/** The entry of the ConfigMap that holds the servers. */
const entry = 'config.yaml';

/**
 * Gives tokens of the Vault (or OpenBao) servers that a ConfigMap lists, each for a token of a ServiceAccount whose audience is the server;
 * the role is `<namespace>_<name>`. Rejects with SopsError or CloudError, with Flux's messages.
 */
export function vaultLogins({ client, tokens, configMap, account }: VaultLoginOptions): NonNullable<Keyring['vault']> {
  const known = new Map<string, string>();
  const place = `${configMap.namespace}/${configMap.name}`;
  return async (address, signal) => {
    const before = known.get(address);
    if (before !== undefined) return before;
    const path = loginPathOf(await readConfig(client, configMap, signal), address, place);
    const who = (await account()) ?? (await ownAccount(client, tokens.environment.readFile));
    const { token: jwt } = await tokens.kubernetes(who, [address], signal).catch((thrown: unknown) => {
      signal.throwIfAborted();
      throw failedAt('failed to issue Kubernetes token for Vault authentication', thrown);
    });
    const { namespace, name } = tokenAccount(jwt);
    const token = await logIn({ tokens, address, path, role: `${namespace}_${name}`, jwt }, signal);
    known.set(address, token);
    return token;
  };
}

async function readConfig(
  client: KubeClient,
  configMap: VaultLoginOptions['configMap'],
  signal: AbortSignal,
): Promise<string> {
  const place = `${configMap.namespace}/${configMap.name}`;
  const found = await client.get({ apiVersion: 'v1', kind: 'ConfigMap', ...configMap }, signal).catch((thrown) => {
    signal.throwIfAborted();
    throw failedAt(`failed to get Vault ConfigMap '${place}'`, thrown);
  });
  const data = (found['data'] ?? {}) as Readonly<Record<string, string>>;
  const text = Object.hasOwn(data, entry) ? data[entry] : undefined;
  if (text === undefined) throw new SopsError('NoKey', `Vault ConfigMap '${place}' is missing the '${entry}' key`);
  return text;
}

function loginPathOf(config: string, address: string, place: string): string {
  const value = parseConfig(config, place);
  const instances = isJsonObject(value) && Array.isArray(value['instances']) ? value['instances'] : [];
  const found = instances.filter(isJsonObject).findLast((instance) => instance['address'] === address)?.['loginPath'];
  if (typeof found === 'string' && found !== '') return found;
  const what = `no Vault login path configured for address '${address}' in ConfigMap '${place}'`;
  throw new SopsError('NoKey', what);
}

function parseConfig(config: string, place: string): unknown {
  try {
    return parseYaml(config);
  } catch (cause) {
    throw invalidConfig(place, cause);
  }
}

function invalidConfig(place: string, cause: unknown): SopsError {
  const why = cause instanceof Error ? cause.message : String(cause);
  return new SopsError('Malformed', `failed to parse '${entry}' in Vault ConfigMap '${place}': ${why}`, { cause });
}

interface Login {
  readonly tokens: CloudTokens;
  readonly address: string;
  readonly path: string;
  readonly role: string;
  readonly jwt: string;
}

async function logIn({ tokens, address, path, role, jwt }: Login, signal: AbortSignal): Promise<string> {
  try {
    const { auth } = await askVault(tokens.environment, { address, path, body: { role, jwt } }, signal);
    const token = isJsonObject(auth) ? auth['client_token'] : undefined;
    if (typeof token === 'string' && token !== '') return token;
  } catch (thrown) {
    signal.throwIfAborted();
    throw failedAt(`failed to authenticate with Vault '${address}' at login path '${path}' as role '${role}'`, thrown);
  }
  throw new SopsError('NoKey', `Vault '${address}' returned no token for login at '${path}' as role '${role}'`);
}
