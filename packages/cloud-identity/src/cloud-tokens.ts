import type { AccessToken } from './access-token.ts';
import { keysOfAccount, roleOf } from './aws/account-keys.ts';
import { findMachineKeys } from './aws/machine-keys.ts';
import type { AwsKeys } from './aws/sign-request.ts';
import { applicationOf } from './azure/account-application.ts';
import { applicationToken } from './azure/application-token.ts';
import { findMachineToken } from './azure/machine-token.ts';
import { failedAt } from './cloud-error.ts';
import { audiencesOf, emailOf, exchangeForGoogleToken } from './gcp/account-token.ts';
import { findGoogleToken } from './gcp/google-machine-token.ts';
import { tokenExpiry } from './jwt-claims.ts';
import { Leases } from './leases.ts';
import type { CloudEnvironment } from './service/cloud-environment.ts';
import { accountText, type WorkloadAccount } from './workload-account.ts';

const awsAudience = 'sts.amazonaws.com';
const azureAudience = 'api://AzureADTokenExchange';

/** What a cloud says of one of its clusters. */
export interface ClusterDescription {
  readonly address: string;
  /** PEM. */
  readonly certificateAuthority: string;
  readonly expiresAt?: number;
}

/**
 * What clouds give to whoever asks: this machine, or a ServiceAccount of the cluster that a cloud trusts. Kept while it holds. Every
 * method throws `CloudError` with Flux's message, and the signal's reason when it aborts.
 */
export class CloudTokens {
  readonly environment: CloudEnvironment;
  /** Who may know of which cluster: kept like what they show to it. */
  readonly clusters: Leases<ClusterDescription>;
  readonly #keys: Leases<AwsKeys>;
  readonly #tokens: Leases<AccessToken>;

  constructor(environment: CloudEnvironment) {
    this.environment = environment;
    this.clusters = new Leases(environment.clock);
    this.#keys = new Leases(environment.clock);
    this.#tokens = new Leases(environment.clock);
  }

  /** Keys of AWS for a region. */
  async aws(account: WorkloadAccount | undefined, region: string, signal: AbortSignal): Promise<AwsKeys> {
    if (account === undefined) {
      return this.#keys.get(['machine', region], () =>
        ofMachine(signal, () => findMachineKeys(this.environment, region, signal)),
      );
    }
    const role = identityOf(account, () => roleOf(account));
    return this.#keys.get([accountText(account), role, region], async () => {
      const token = await issue(account, [awsAudience], signal);
      return ofAccount(account, signal, () => keysOfAccount(this.environment, account, region, token, signal));
    });
  }

  /** A token of Azure for a scope such as `https://vault.azure.net/.default`. */
  async azure(account: WorkloadAccount | undefined, scope: string, signal: AbortSignal): Promise<AccessToken> {
    if (account === undefined) {
      return this.#tokens.get(['azure', scope], () =>
        ofMachine(signal, () => findMachineToken(this.environment, scope, signal)),
      );
    }
    const application = identityOf(account, () => applicationOf(account));
    const { tenantId, clientId } = application;
    return this.#tokens.get(['azure', accountText(account), tenantId, clientId, scope], async () => {
      const proof = { kind: 'assertion', jwt: await issue(account, [azureAudience], signal) } as const;
      return ofAccount(account, signal, () =>
        applicationToken(this.environment, { ...application, proof }, scope, signal),
      );
    });
  }

  /** A token of Google. */
  async gcp(account: WorkloadAccount | undefined, signal: AbortSignal): Promise<AccessToken> {
    if (account === undefined) {
      return this.#tokens.get(['gcp'], () => ofMachine(signal, () => findGoogleToken(this.environment, signal)));
    }
    const email = identityOf(account, () => emailOf(account));
    const provider = account.annotations['gcp.auth.fluxcd.io/workload-identity-provider'] ?? '';
    return this.#tokens.get(['gcp', accountText(account), email, provider], async () => {
      const audiences = await audiencesOf(this.environment, account, signal).catch((thrown: unknown) => {
        signal.throwIfAborted();
        throw failedAt('failed to get provider audience', thrown);
      });
      const token = await issue(account, [audiences.token], signal);
      return ofAccount(account, signal, () =>
        exchangeForGoogleToken(this.environment, account, audiences.exchange, token, signal),
      );
    });
  }

  /** A token of the cluster itself, for servers that trust it. */
  kubernetes(account: WorkloadAccount, audiences: readonly string[], signal: AbortSignal): Promise<AccessToken> {
    return this.#tokens.get(['kubernetes', accountText(account), ...audiences], async () => {
      const token = await issue(account, audiences, signal);
      return { token, expiresAt: tokenExpiry(token) };
    });
  }
}

/** Who an account is at the cloud. */
function identityOf<Found>(account: WorkloadAccount, read: () => Found): Found {
  try {
    return read();
  } catch (thrown) {
    const what = `failed to get provider identity from service account ${accountText(account)} annotations`;
    throw failedAt(what, thrown);
  }
}

async function issue(account: WorkloadAccount, audiences: readonly string[], signal: AbortSignal): Promise<string> {
  return attempt(`failed to create kubernetes token for service account ${accountText(account)}`, signal, () =>
    account.requestToken(audiences, signal),
  );
}

function ofAccount<Found>(account: WorkloadAccount, signal: AbortSignal, act: () => Promise<Found>): Promise<Found> {
  return attempt(`failed to create provider access token for service account ${accountText(account)}`, signal, act);
}

function ofMachine<Found>(signal: AbortSignal, act: () => Promise<Found>): Promise<Found> {
  return attempt('failed to create provider access token for the controller', signal, act);
}

async function attempt<Found>(what: string, signal: AbortSignal, act: () => Promise<Found>): Promise<Found> {
  try {
    return await act();
  } catch (thrown) {
    signal.throwIfAborted();
    throw failedAt(what, thrown);
  }
}
