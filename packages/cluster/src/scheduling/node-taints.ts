import type { KubeObject } from '@flux19/objects';
import { type ControlPlan, settled, updateObject } from '../control/action.ts';
import type { ClusterController, Observation } from '../control/controller.ts';
import { timestamp } from '../control/timestamp.ts';
import type { NodeSpec } from './scheduling-spec.ts';

const cordonTaint = 'node.kubernetes.io/unschedulable';

/** Marks nodes that are cordoned with the taint that kube-controller-manager gives them, and takes it off again. */
export const nodeTaintController: ClusterController = {
  kind: 'Node',
  component: 'node-controller',
  plan: planTaints,
};

function planTaints(node: KubeObject, { now }: Observation): ControlPlan {
  const spec = (node['spec'] ?? {}) as NodeSpec;
  const { unschedulable = false, taints = [] } = spec;
  const isMarked = taints.some(({ key, effect }) => key === cordonTaint && effect === 'NoSchedule');
  if (node.metadata.deletionTimestamp !== undefined || unschedulable === isMarked) return settled;
  const others = taints.filter(({ key }) => key !== cordonTaint);
  const mark = { key: cordonTaint, effect: 'NoSchedule', timeAdded: timestamp(now) };
  const { taints: _, ...rest } = spec;
  const next = unschedulable ? [...others, mark] : others;
  return { actions: [updateObject({ ...node, spec: { ...rest, ...(next.length === 0 ? {} : { taints: next }) } })] };
}
