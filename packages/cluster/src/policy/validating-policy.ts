import type { ExpressionWarning } from '@flux19/apiserver';
import type { KubeObject } from '@flux19/objects';
import { type ControlPlan, settled, updateStatus } from '../control/action.ts';
import type { ClusterController } from '../control/controller.ts';
import { statusOf } from '../workloads/workload-types.ts';

interface PolicyStatus {
  readonly observedGeneration: number;
}

/** Tells in the status of ValidatingAdmissionPolicies what in them does not fit the kinds that they name. Pure. */
export function validatingPolicyController(
  warningsOf: (policy: KubeObject) => readonly ExpressionWarning[],
): ClusterController {
  return {
    kind: 'ValidatingAdmissionPolicy',
    component: 'validatingadmissionpolicy-status',
    plan: (policy) => planPolicy(policy, warningsOf),
  };
}

function planPolicy(policy: KubeObject, warningsOf: (policy: KubeObject) => readonly ExpressionWarning[]): ControlPlan {
  const { observedGeneration = 0 } = statusOf<PolicyStatus>(policy);
  const { generation = 0 } = policy.metadata;
  if (generation <= observedGeneration) return settled;
  const expressionWarnings = warningsOf(policy);
  const typeChecking = expressionWarnings.length === 0 ? {} : { expressionWarnings };
  const status = { ...statusOf(policy), observedGeneration: generation, typeChecking };
  return { actions: [updateStatus(policy, status)] };
}
