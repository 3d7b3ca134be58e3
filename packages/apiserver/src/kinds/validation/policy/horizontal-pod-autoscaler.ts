import { type KubeObject, parseApiVersion } from '@flux19/objects';
import type { FieldError } from '@flux19/schemas';
import { type Check, type Field, findings } from '../field.ts';
import { dnsLabel, oneOf, pathSegment, unlessEmpty } from '../names.ts';
import { amountNotNegative, compareAmounts, notNegative } from '../numbers.ts';
import { containerResource } from '../pod/resources.ts';

function targetReference(mayBeCore: boolean): Check {
  return (reference) => {
    for (const name of ['kind', 'name']) reference.child(name).must(unlessEmpty(pathSegment));
    const version = reference.child('apiVersion');
    if (version.text.split('/').length > 2) {
      version.invalid(`unexpected GroupVersion string: ${version.text}`);
    } else if (!mayBeCore && parseApiVersion(version.text).group === '') {
      version.invalid('apiVersion must specify API group', version.text);
    }
  };
}

const metricName: Check = (metric) => {
  const name = metric.child('name');
  if (name.text === '') name.required('must specify a metric name');
  else name.must(pathSegment);
};

const targetTypes = ['Utilization', 'Value', 'AverageValue'];

const target: Check = (field) => {
  const type = field.child('type');
  if (type.text === '') type.required('must specify a metric target type');
  if (!targetTypes.includes(type.text)) {
    type.invalid('must be either Utilization, Value, or AverageValue', type.text);
  }
  for (const name of ['value', 'averageValue']) {
    const amount = field.child(name);
    if (amount.isSet && compareAmounts(amount.text, '0') <= 0) amount.invalid('must be positive');
  }
  const utilization = field.child('averageUtilization');
  if (utilization.isSet && utilization.number < 1) utilization.invalid('must be greater than 0');
};

const object: Check = (source) => {
  source.child('describedObject').must(neededReference, targetReference(true));
  source.child('metric').must(metricName);
  source.child('target').must(target);
  if (!source.child('target').has('value') && !source.child('target').has('averageValue')) {
    source.at('target', 'averageValue').required('must set either a target value or averageValue');
  }
};

const neededReference: Check = (reference) => {
  for (const name of ['kind', 'name']) if (reference.textOf(name) === '') reference.child(name).required();
};

const external: Check = (source) => {
  source.child('metric').must(metricName);
  const wanted = source.child('target');
  wanted.must(target);
  const text = 'a target value for metric';
  if (!wanted.has('value') && !wanted.has('averageValue')) {
    wanted.child('averageValue').required(`must set either ${text} or a per-pod target`);
  }
  if (wanted.has('value') && wanted.has('averageValue')) {
    wanted.child('value').forbidden(`may not set both ${text} and a per-pod target`);
  }
};

const pods: Check = (source) => {
  source.child('metric').must(metricName);
  source.child('target').must(target);
  if (source.child('target').has('averageValue')) return;
  source.at('target', 'averageValue').required('must specify a positive target averageValue');
};

function rawOrUtilization(wanted: Field): void {
  wanted.must(target);
  if (!wanted.has('averageUtilization') && !wanted.has('averageValue')) {
    wanted.child('averageUtilization').required('must set either a target raw value or a target utilization');
  }
  if (wanted.has('averageUtilization') && wanted.has('averageValue')) {
    wanted.child('averageValue').forbidden('may not set both a target raw value and a target utilization');
  }
}

const resource: Check = (source) => {
  if (source.textOf('name') === '') source.child('name').required('must specify a resource name');
  rawOrUtilization(source.child('target'));
};

const containerResourceMetric: Check = (source) => {
  const name = source.child('name');
  if (name.text === '') name.required('must specify a resource name');
  else containerResource(name.holdingName(name.text));
  const container = source.child('container');
  if (container.text === '') container.required('must specify a container');
  else container.must(dnsLabel);
  rawOrUtilization(source.child('target'));
};

const sources: readonly (readonly [type: string, name: string, check: Check])[] = [
  ['Object', 'object', object],
  ['External', 'external', external],
  ['Pods', 'pods', pods],
  ['Resource', 'resource', resource],
  ['ContainerResource', 'containerResource', containerResourceMetric],
];
const sourceTypes = ['ContainerResource', 'External', 'Object', 'Pods', 'Resource'];

const metricSpec: Check = (metric) => {
  const type = metric.child('type');
  if (type.text === '') type.required('must specify a metric source type');
  if (!sourceTypes.includes(type.text)) type.unsupported(sourceTypes, type.text);
  const present = sources.filter(([, name]) => metric.has(name));
  const [first] = present;
  if (first !== undefined) metric.child(first[1]).must(first[2]);
  const expected = sources.find(([name]) => name === type.text);
  if (expected !== undefined && !metric.has(expected[1])) {
    metric.child(expected[1]).required('must populate information for the given metric source');
  }
  if (present.length === 1) return;
  for (const [, name] of present) {
    if (name !== expected?.[1]) metric.child(name).forbidden('must populate the given metric source only');
  }
};

const periodLimit = 1800;
const windowLimit = 3600;

const scalingPolicy: Check = (policy) => {
  policy.child('type').must(oneOf('Percent', 'Pods'));
  const value = policy.child('value');
  if (value.number <= 0) value.invalid('must be greater than zero', value.number);
  const period = policy.child('periodSeconds');
  if (period.number <= 0) period.invalid('must be greater than zero', period.number);
  if (period.number > periodLimit) period.invalid(`must be less than or equal to ${periodLimit}`);
};

const scalingRules: Check = (rules) => {
  const window = rules.child('stabilizationWindowSeconds');
  if (window.number < 0) window.invalid('must be greater than or equal to zero');
  if (window.number > windowLimit) window.invalid(`must be less than or equal to ${windowLimit}`);
  rules.child('selectPolicy').mayBe(oneOf('Disabled', 'Max', 'Min'));
  const policies = rules.child('policies');
  if (policies.length === 0) policies.required('must specify at least one Policy');
  for (const policy of policies.items()) policy.must(scalingPolicy);
  rules.child('tolerance').mayBe(amountNotNegative);
};

/** Objects arrive in the version of the request; `autoscaling/v1` has no metrics. */
export function validateHorizontalPodAutoscaler(autoscaler: KubeObject): FieldError[] {
  return findings(autoscaler, (root) => {
    const spec = root.child('spec');
    const least = spec.child('minReplicas');
    const most = spec.child('maxReplicas');
    if (least.isSet && most.number < least.number) {
      most.invalid('must be greater than or equal to `minReplicas`', most.number);
    }
    spec.child('scaleTargetRef').must(targetReference(false));
    for (const metric of spec.list('metrics')) metric.must(metricSpec);
    lookAtZero(spec);
    spec.at('behavior', 'scaleUp').mayBe(scalingRules);
    spec.at('behavior', 'scaleDown').mayBe(scalingRules);
    lookAtTypes(spec);
  });
}

/** Without a metric from elsewhere nothing would wake what has no pods. */
function lookAtZero(spec: Field): void {
  const least = spec.child('minReplicas');
  if (!least.isSet || least.number !== 0) return;
  const types = new Set(spec.list('metrics').map((metric) => metric.textOf('type')));
  if (types.has('Object') || types.has('External')) return;
  spec
    .child('metrics')
    .forbidden('must specify at least one Object or External metric to support scaling to zero replicas');
}

/** What follows from the types is looked at last. */
function lookAtTypes(spec: Field): void {
  const least = spec.child('minReplicas');
  const most = spec.child('maxReplicas');
  if (most.number === 0) most.required();
  else if (most.number < 1) most.invalid('must be greater than or equal to 1', most.number);
  least.must(notNegative);
  spec.child('scaleTargetRef').must(neededReference);
}

export function validateHorizontalPodAutoscalerStatus(autoscaler: KubeObject): FieldError[] {
  return findings(autoscaler, (root) => {
    const status = root.child('status');
    for (const condition of status.list('conditions')) condition.child('observedGeneration').must(notNegative);
    status.child('currentReplicas').must(notNegative);
    status.child('desiredReplicas').must(notNegative);
  });
}
