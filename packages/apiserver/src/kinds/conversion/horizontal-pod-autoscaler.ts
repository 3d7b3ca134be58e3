import { type JsonObject, type JsonValue, type KubeObject, printJson } from '@flux19/objects';
import { asJson, asKubeObject, field, numberField, objectField, objectsField, textField } from '../../json/fields.ts';

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
    ...(others.length === 0 ? {} : { [metricsAnnotation]: printJson(others) }),
    ...(behavior === undefined ? {} : { [behaviorAnnotation]: printJson(internalBehavior(behavior)) }),
  };
  return asKubeObject({
    ...value,
    apiVersion: 'autoscaling/v1',
    metadata: withAnnotations(value, annotations),
    status: { currentReplicas: 0, desiredReplicas: 0, ...statusWithoutMetrics(value) },
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
  const rules = parseBehavior(behavior);
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

function statusWithoutMetrics(value: JsonObject): JsonObject {
  const { currentMetrics: _, ...status } = objectField(value, 'status') ?? {};
  return status;
}

/** Kubernetes keeps the behaviour as its internal type prints it: under the names of Go, with nulls for what is not set. */
function internalBehavior(behavior: JsonValue): JsonObject {
  const rules = (name: string): JsonValue => {
    const direction = objectField(behavior as JsonObject, name);
    if (direction === undefined) return null;
    return {
      StabilizationWindowSeconds: field(direction, 'stabilizationWindowSeconds') ?? null,
      SelectPolicy: field(direction, 'selectPolicy') ?? null,
      Policies: objectsField(direction, 'policies').map((policy) => ({
        Type: textField(policy, 'type'),
        Value: numberField(policy, 'value') ?? 0,
        PeriodSeconds: numberField(policy, 'periodSeconds') ?? 0,
      })),
      Tolerance: field(direction, 'tolerance') ?? null,
    };
  };
  return { ScaleUp: rules('scaleUp'), ScaleDown: rules('scaleDown') };
}

function parseBehavior(text: string | undefined): JsonValue | undefined {
  const value = parse(text);
  return value === undefined ? undefined : publicNames(value);
}

/** Names as the API has them, without nulls. */
function publicNames(value: JsonValue): JsonValue {
  if (Array.isArray(value)) return value.map(publicNames);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).filter(([, part]) => part !== null && part !== undefined);
  return Object.fromEntries(
    entries.map(([name, part]) => [name.charAt(0).toLowerCase() + name.slice(1), publicNames(part as JsonValue)]),
  );
}

function withAnnotations(value: JsonObject, annotations: Record<string, string>): JsonObject {
  const { annotations: _, ...metadata } = objectField(value, 'metadata') ?? {};
  return Object.keys(annotations).length === 0 ? metadata : { ...metadata, annotations };
}

function parse(text: string | undefined): JsonValue | undefined {
  if (text === undefined) return undefined;
  try {
    return JSON.parse(text) as JsonValue | undefined;
  } catch {
    // The annotation is somebody's own.
    return undefined;
  }
}
