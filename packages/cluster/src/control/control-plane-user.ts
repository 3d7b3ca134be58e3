import type { UserInfo } from '@flux19/apiserver';

/** As whom the controllers of the cluster act. */
export const controlPlaneUser: UserInfo = {
  name: 'system:kube-controller-manager',
  groups: ['system:masters', 'system:authenticated'],
};
