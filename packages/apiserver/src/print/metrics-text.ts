import type { JsonObject } from '@flux19/objects';
import { numberField, objectField, objectsField, textField } from '../json/fields.ts';
import { firstOf, none } from './text-forms.ts';

const unknown = '<unknown>';

/** What an autoscaler aims at, and where it is: `cpu: 20%/80%`. */
export function formatMetrics(autoscaler: JsonObject): string {
  const specs = objectsField(objectField(autoscaler, 'spec'), 'metrics');
  const states = objectsField(objectField(autoscaler, 'status'), 'currentMetrics');
  if (specs.length === 0) return formatV1(autoscaler);
  return firstOf(
    specs.map((spec, index) => formatMetric(spec, states[index])),
    2,
    ', ',
  );
}

function formatV1(autoscaler: JsonObject): string {
  const target = numberField(objectField(autoscaler, 'spec'), 'targetCPUUtilizationPercentage');
  if (target === undefined) return none;
  const current = numberField(objectField(autoscaler, 'status'), 'currentCPUUtilizationPercentage');
  return `cpu: ${current === undefined ? unknown : `${current}%`}/${target}%`;
}

/** Fields that hold a metric, by its type. */
const holders: Readonly<Record<string, string>> = {
  ContainerResource: 'containerResource',
  External: 'external',
  Object: 'object',
  Pods: 'pods',
  Resource: 'resource',
};

function formatMetric(spec: JsonObject, state: JsonObject | undefined): string {
  const type = textField(spec, 'type');
  const holder = holders[type];
  if (holder === undefined) return '<unknown type>';
  const metric = objectField(spec, holder);
  const target = objectField(metric, 'target');
  const current = objectField(objectField(state, holder), 'current');
  if (type === 'Resource' || type === 'ContainerResource')
    return `${textField(metric, 'name')}: ${formatUse(target, current)}`;
  const average = textField(target, 'averageValue');
  if (average === '') return `${textField(current, 'value') || unknown}/${textField(target, 'value')}`;
  const shown = `${textField(current, 'averageValue') || unknown}/${average}`;
  return type === 'Pods' ? shown : `${shown} (avg)`;
}

function formatUse(target: JsonObject | undefined, current: JsonObject | undefined): string {
  const average = textField(target, 'averageValue');
  if (average !== '') return `${textField(current, 'averageValue') || unknown}/${average}`;
  const percent = (value: number | undefined, fallback: string) => (value === undefined ? fallback : `${value}%`);
  const used = percent(numberField(current, 'averageUtilization'), unknown);
  return `${used}/${percent(numberField(target, 'averageUtilization'), '<auto>')}`;
}
