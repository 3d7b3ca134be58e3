/** The states of kstatus: https://github.com/kubernetes-sigs/cli-utils/tree/master/pkg/kstatus */
export type Status = 'InProgress' | 'Failed' | 'Current' | 'Terminating' | 'NotFound' | 'Unknown';

/** A condition that kstatus derives: present only while it is true. */
export interface StatusCondition {
  readonly type: 'Reconciling' | 'Stalled';
  readonly status: 'True';
  readonly reason: string;
  readonly message: string;
}

/** What state an object is in, and why. */
export interface ObjectStatus {
  readonly status: Status;
  readonly message: string;
  readonly conditions: readonly StatusCondition[];
}

/** The object is as its spec wants it. */
export function current(message: string): ObjectStatus {
  return { status: 'Current', message, conditions: [] };
}

/** The object is on its way. */
export function inProgress(reason: string, message: string): ObjectStatus {
  return { status: 'InProgress', message, conditions: [{ type: 'Reconciling', status: 'True', reason, message }] };
}

/** The object will not get there without help. */
export function failed(reason: string, message: string): ObjectStatus {
  return { status: 'Failed', message, conditions: [{ type: 'Stalled', status: 'True', reason, message }] };
}
