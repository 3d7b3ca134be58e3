import { askForObject, CloudError, type ServiceRequest, textIn } from '@flux19/cloud-identity';
import { SopsError } from '../sops-error.ts';
import type { Keyring, KeyServers } from './keyring.ts';

/** The servers that a keyring reaches. Throws SopsError when it reaches none. */
export function serversOf({ servers }: Keyring): KeyServers {
  if (servers === undefined) throw new SopsError('NoKey', 'servers with keys cannot be reached from here');
  return servers;
}

/** One question to a server that keeps keys. */
export interface KeyQuestion {
  /** What is tried, as SOPS calls it. */
  readonly attempt: string;
  /** Prepares the request: who asks has to be found out first. */
  readonly request: () => Promise<ServiceRequest>;
  /** Where in the answer the data key is. */
  readonly field: string;
  readonly encoding: 'base64' | 'base64url';
}

/** Has a server decrypt a data key. Throws SopsError, in which nothing of the answer appears. */
export async function askKeyServer(
  servers: KeyServers,
  { attempt, request, field, encoding }: KeyQuestion,
  signal: AbortSignal,
): Promise<Uint8Array> {
  try {
    const prepared = await request();
    const answer = await askForObject(servers, prepared, signal);
    return Buffer.from(textIn(answer, field, prepared), encoding);
  } catch (thrown) {
    signal.throwIfAborted();
    throw thrown instanceof CloudError ? refusal(attempt, thrown) : thrown;
  }
}

function refusal(attempt: string, cause: CloudError): SopsError {
  return new SopsError('NoKey', `${attempt}: ${cause.message}`, { cause });
}
