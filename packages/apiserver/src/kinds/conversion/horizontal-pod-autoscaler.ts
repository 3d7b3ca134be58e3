import type { JsonObject, KubeObject } from '@flux19/objects';
import {
  asJson,
  asKubeObject,
  type field,
  numberField,
  objectField,
  objectsField,
  textField,
} from '../../json/fields.ts';

/** What v1 cannot say is kept in annotations, so that nothing is lost on the way to v1 and back. */
const metricsAnnotation = 'autoscaling.alpha.kubernetes.io/metrics';
const behaviorAnnotation = 'autoscaling.alpha.kubernetes.io/behavior';

/** An autoscaler of v1 as v2 has it, or the other way round. */
export function convertHorizontalPodAutoscaler(autoscaler: KubeObject, apiVersion: string): KubeObject {
  return apiVersion === 'autoscaling/v1' ? toV1(autoscaler) : toV2(autoscaler);
}

function isCpuUtilization(metric: JsonObject): boolean {
  const resource = objectField(metric, 'resource');
  const target = objectField(resource, 'target');
  return textField(resource, 'name') === 'cpu' && textField(target, 'type') === 'Utilization';
}

function toV1(autoscaler: KubeObject): KubeObject {
  const value = asJson(autoscaler);
  const { metrics: _, behavior, ...spec } = objectField(value, 'spec') ?? {};
  const metrics = objectsField(objectField(value, 'spec'), 'metrics');
  const cpu = metrics.find(isCpuUtilization);
  const others = metrics.filter((metric) => metric !== cpu);
  const utilization = numberField(objectField(objectField(cpu, 'resource'), 'target'), 'averageUtilization');
  const annotations = {
    ...autoscaler.metadata.annotations,
    ...(others.length === 0 ? {} : { [metricsAnnotation]: JSON.stringify(others) }),
    ...(behavior === undefined ? {} : { [behaviorAnnotation]: JSON.stringify(behavior) }),
  };
  return asKubeObject({
    ...value,
    apiVersion: 'autoscaling/v1',
    metadata: withAnnotations(value, annotations),
    spec: { ...spec, ...(utilization === undefined ? {} : { targetCPUUtilizationPercentage: utilization }) },
  });
}

function toV2(autoscaler: KubeObject): KubeObject {
  const value = asJson(autoscaler);
  const { targetCPUUtilizationPercentage, ...spec } = objectField(value, 'spec') ?? {};
  const {
    [metricsAnnotation]: metrics,
    [behaviorAnnotation]: behavior,
    ...annotations
  } = autoscaler.metadata.annotations ?? {};
  const others = parse(metrics);
  const cpu =
    targetCPUUtilizationPercentage === undefined
      ? []
      : [
          {
            type: 'Resource',
            resource: {
              name: 'cpu',
              target: { type: 'Utilization', averageUtilization: targetCPUUtilizationPercentage },
            },
          },
        ];
  const all = [...cpu, ...(Array.isArray(others) ? others : [])];
  const rules = parse(behavior);
  return asKubeObject({
    ...value,
    apiVersion: 'autoscaling/v2',
    metadata: withAnnotations(value, annotations),
    spec: {
      ...spec,
      ...(all.length === 0 ? {} : { metrics: all }),
      ...(rules === undefined ? {} : { behavior: rules }),
    },
  } as JsonObject);
}

function withAnnotations(value: JsonObject, annotations: Record<string, string>): JsonObject {
  const { annotations: _, ...metadata } = objectField(value, 'metadata') ?? {};
  return Object.keys(annotations).length === 0 ? metadata : { ...metadata, annotations };
}

function parse(text: string | undefined): ReturnType<typeof field> {
  if (text === undefined) return undefined;
  try {
    return JSON.parse(text) as ReturnType<typeof field>;
  } catch {
    // The annotation is somebody's own.
    return undefined;
  }
}
