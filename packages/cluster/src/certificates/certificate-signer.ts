import { type ClientAuthority, DerError, readSigningRequest, signClientCertificate } from '@flux19/listener';
import type { KubeObject } from '@flux19/objects';
import { type ControlPlan, settled, updateStatus } from '../control/action.ts';
import type { ClusterController, Observation } from '../control/controller.ts';
import { timestamp } from '../control/timestamp.ts';
import { specOf, statusOf } from '../workloads/workload-types.ts';

interface RequestSpec {
  /** Base64 of a PEM. */
  readonly request: string;
  readonly signerName: string;
  readonly usages?: readonly string[];
  readonly expirationSeconds?: number;
}

interface RequestStatus {
  readonly certificate: string;
  readonly conditions: readonly { readonly type: string; readonly status: string }[];
}

/** The signers that have certificates for clients of the API server. */
const signers: ReadonlySet<string> = new Set([
  'kubernetes.io/kube-apiserver-client',
  'kubernetes.io/kube-apiserver-client-kubelet',
]);

/** What such a certificate may be for. */
const usages: ReadonlySet<string> = new Set(['digital signature', 'key encipherment', 'client auth']);

/** As kube-controller-manager's `--cluster-signing-duration`: a year. */
const validSeconds = 365 * 86_400;
const fewestSeconds = 600;
/** Clocks differ; Kubernetes dates certificates back by as much. */
const backdateMs = 5 * 60_000;

/** Signs requests for client certificates once somebody has approved them. */
export function certificateSigner(authority: ClientAuthority): ClusterController {
  return {
    kind: 'CertificateSigningRequest',
    component: 'csrsigning-controller',
    plan: (request, seen) => planSignature(authority, request, seen),
  };
}

function planSignature(authority: ClientAuthority, request: KubeObject, { now }: Observation): ControlPlan {
  const { certificate = '', conditions = [] } = statusOf<RequestStatus>(request);
  const spec = specOf<RequestSpec>(request);
  const has = (type: string): boolean => conditions.some((one) => one.type === type && one.status !== 'False');
  if (certificate !== '' || !has('Approved') || has('Denied') || has('Failed') || !signers.has(spec.signerName)) {
    return settled;
  }
  const status = { ...(request['status'] as object) };
  try {
    const signed = signRequest(authority, spec, now);
    return { actions: [updateStatus(request, { ...status, certificate: Buffer.from(signed).toString('base64') })] };
  } catch (thrown) {
    if (!(thrown instanceof DerError)) throw thrown;
    const failed = {
      type: 'Failed',
      status: 'True',
      reason: 'SignerValidationFailure',
      message: thrown.message,
      lastUpdateTime: timestamp(now),
      lastTransitionTime: timestamp(now),
    };
    return { actions: [updateStatus(request, { ...status, conditions: [...conditions, failed] })] };
  }
}

/** Throws DerError for a request that is not to be signed. */
function signRequest(authority: ClientAuthority, spec: RequestSpec, now: number): string {
  const asked = readSigningRequest(Buffer.from(spec.request, 'base64').toString('utf8'));
  if (asked.name === '') throw new DerError('the subject has no common name');
  const wanted = spec.usages ?? [];
  const unknown = wanted.find((usage) => !usages.has(usage));
  if (unknown !== undefined || !wanted.includes('client auth')) {
    throw new DerError(`invalid usages: ${[...usages].join(', ')} are possible and client auth has to be there`);
  }
  const seconds = Math.min(validSeconds, Math.max(fewestSeconds, spec.expirationSeconds ?? validSeconds));
  const fromMs = now - backdateMs;
  return signClientCertificate(authority, asked, asked.publicKey, { fromMs, untilMs: now + seconds * 1000 });
}
