import { CloudError } from '../cloud-error.ts';
import type { CloudEnvironment } from '../service/cloud-environment.ts';
import type { WorkloadAccount } from '../workload-account.ts';
import { keysForToken } from './session-keys.ts';
import type { AwsKeys } from './sign-request.ts';

const annotation = 'eks.amazonaws.com/role-arn';
const pattern = /^arn:aws[\w-]*:iam::[0-9]{1,30}:role\/.{1,200}$/;

/** The role that a ServiceAccount takes. Throws {@link CloudError} with Flux's message. */
export function roleOf({ annotations }: WorkloadAccount): string {
  const arn = annotations[annotation] ?? '';
  if (pattern.test(arn)) return arn;
  const expected = pattern.source.replaceAll('\\/', '/');
  throw new CloudError('Misconfigured', `invalid ${annotation} annotation: '${arn}'. must match ${expected}`);
}

/** Keys of the role of a ServiceAccount, for a token of it. */
export async function keysOfAccount(
  environment: CloudEnvironment,
  account: WorkloadAccount,
  region: string,
  token: string,
  signal: AbortSignal,
): Promise<AwsKeys> {
  const session = `${account.name}.${account.namespace}.${region}.fluxcd.io`;
  return keysForToken(environment, region, { arn: roleOf(account), session }, token, signal);
}
