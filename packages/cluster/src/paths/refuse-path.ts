import type { PathAnswer } from '@flux19/apiserver';

const reasons = { 400: 'BadRequest', 404: 'NotFound', 405: 'MethodNotAllowed' } as const;

/** A refusal in the form in which Kubernetes refuses. */
export function refusePath(code: keyof typeof reasons, message: string): PathAnswer {
  const status = { kind: 'Status', apiVersion: 'v1', metadata: {}, status: 'Failure' };
  return { code, body: { ...status, message, reason: reasons[code], code } };
}
