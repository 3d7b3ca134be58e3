// How workloads replace their pods.
import { internalForm } from '@flux19/builtin-types';
import type { Check, Field } from '../field.ts';
import { countOrPercent, isPercent, notAboveAll, notNegative } from '../numbers.ts';

/** A count, or how many of a hundred. */
function amountOf(field: Field): number {
  return isPercent(field.value) ? Number.parseInt(field.value, 10) : typeof field.value === 'string' ? 0 : field.number;
}

const rollingDeployment: Check = (update) => {
  const unavailable = update.child('maxUnavailable');
  const surge = update.child('maxSurge');
  unavailable.must(countOrPercent);
  surge.must(countOrPercent);
  if (amountOf(unavailable) === 0 && amountOf(surge) === 0) {
    unavailable.invalid('may not be 0 when `maxSurge` is 0', unavailable.value ?? 0);
  }
  unavailable.must(notAboveAll);
};

export const deploymentStrategy: Check = (strategy) => {
  const type = strategy.textOf('type');
  const update = strategy.child('rollingUpdate');
  if (type === 'Recreate') {
    if (update.isSet) update.forbidden("may not be specified when strategy `type` is 'Recreate'");
  } else if (type === 'RollingUpdate') {
    if (update.isSet) update.must(rollingDeployment);
    else update.required('this should be defaulted and never be nil');
  } else {
    const shown = internalForm('apps.DeploymentStrategy', strategy.value);
    strategy.unsupported(['Recreate', 'RollingUpdate'], shown);
  }
};

const rollingDaemonSet: Check = (update) => {
  const unavailable = update.child('maxUnavailable');
  const surge = update.child('maxSurge');
  unavailable.must(countOrPercent);
  surge.must(countOrPercent);
  unavailable.must(notAboveAll);
  surge.must(notAboveAll);
  const isUnavailable = amountOf(unavailable) !== 0;
  const isSurging = amountOf(surge) !== 0;
  if (isUnavailable && isSurging) surge.invalid('may not be set when maxUnavailable is non-zero');
  else if (!isUnavailable && !isSurging) unavailable.required('cannot be 0 when maxSurge is 0');
};

export const daemonSetStrategy: Check = (strategy) => {
  const type = strategy.textOf('type');
  const update = strategy.child('rollingUpdate');
  if (type === 'RollingUpdate') {
    if (update.isSet) update.must(rollingDaemonSet);
    else update.required();
  } else if (type !== 'OnDelete') {
    const shown = internalForm('apps.DaemonSetUpdateStrategy', strategy.value);
    strategy.unsupported(['RollingUpdate', 'OnDelete'], shown);
  }
};

const rollingStatefulSet: Check = (update) => {
  update.child('partition').must(notNegative);
  const unavailable = update.child('maxUnavailable');
  if (!unavailable.isSet) return;
  unavailable.must(countOrPercent);
  if (amountOf(unavailable) === 0) unavailable.invalid('cannot be 0');
  unavailable.must(notAboveAll);
};

export const statefulSetStrategy: Check = (strategy) => {
  const type = strategy.textOf('type');
  const update = strategy.child('rollingUpdate');
  if (type === '') strategy.required();
  else if (type === 'OnDelete') {
    const shown = internalForm('apps.RollingUpdateStatefulSetStrategy', update.value);
    if (update.isSet) update.invalid("only allowed for updateStrategy 'RollingUpdate'", shown);
  } else if (type === 'RollingUpdate') update.mayBe(rollingStatefulSet);
  else {
    const shown = internalForm('apps.StatefulSetUpdateStrategy', strategy.value);
    strategy.invalid("must be 'RollingUpdate' or 'OnDelete'", shown);
  }
};
