import type { CacheHealth, SharedCaches } from '@flux19/kube';
import { isJsonObject, type KubeObject, parseApiVersion } from '@flux19/objects';
import type { ControllerRunner } from '../controller/controller-runner.ts';
import { isSuspended } from '../controller/triggers.ts';
import type { Metrics, Sample } from '../metrics/metrics.ts';
import { conditionsOf, findCondition } from '../status/conditions.ts';

const resourceLabels = [
  'customresource_group',
  'customresource_kind',
  'customresource_version',
  'exported_namespace',
  'name',
  'ready',
  'suspended',
  'revision',
] as const;

/** Metrics that are read from the running controllers and caches when somebody asks. */
export function registerManagerMetrics(
  metrics: Metrics,
  caches: SharedCaches,
  runners: () => readonly ControllerRunner[],
): void {
  metrics.gauge(
    'controller_runtime_active_workers',
    'Number of currently used workers per controller',
    ['controller'],
    () =>
      runners().map(({ definition, activePasses }) => ({
        labels: { controller: definition.name },
        value: activePasses,
      })),
  );
  metrics.gauge(
    'controller_runtime_max_concurrent_reconciles',
    'Maximum number of concurrent reconciles per controller',
    ['controller'],
    () =>
      runners().map(({ definition }) => ({
        labels: { controller: definition.name },
        value: definition.concurrency ?? 4,
      })),
  );
  const queueGauge = (name: string, help: string, value: (runner: ControllerRunner) => number): void =>
    metrics.gauge(name, help, ['name', 'controller'], () =>
      runners().map((runner) => {
        const { name: queue } = runner.definition;
        return { labels: { name: queue, controller: queue }, value: value(runner) };
      }),
    );
  queueGauge(
    'workqueue_unfinished_work_seconds',
    'How many seconds of work has been done that is in progress and has not been observed by work_duration.',
    (runner) => runner.unfinishedSeconds().reduce((sum, seconds) => sum + seconds, 0),
  );
  queueGauge(
    'workqueue_longest_running_processor_seconds',
    'How many seconds has the longest running processor for workqueue been running.',
    (runner) => Math.max(0, ...runner.unfinishedSeconds()),
  );
  // Flux has this series from kube-state-metrics; here it costs nothing to have it at hand.
  metrics.gauge('gotk_resource_info', 'The current state of a GitOps Toolkit resource.', resourceLabels, () =>
    runners().flatMap((runner) => (runner.cache?.list() ?? []).map(resourceSample)),
  );
  const cacheGauge = (name: string, help: string, read: (health: CacheHealth) => number | undefined): void =>
    metrics.gauge(name, help, ['cache'], () =>
      [...caches.health()].flatMap(([cache, health]) => {
        const value = read(health);
        return value === undefined ? [] : [{ labels: { cache }, value }];
      }),
    );
  cacheGauge('flux19_cache_objects', 'Objects that a cache holds.', (health) => health.objects);
  cacheGauge('flux19_cache_lists_total', 'How often a cache read its whole list.', (health) => health.lists);
  cacheGauge('flux19_cache_watches_total', 'How often a cache opened a watch.', (health) => health.watches);
  cacheGauge('flux19_cache_failures', 'Failures of a cache in a row.', (health) => health.failures);
  cacheGauge('flux19_cache_last_event_timestamp_seconds', 'When a cache last heard from the API server.', (health) =>
    health.lastEventAtMs === undefined ? undefined : health.lastEventAtMs / 1000,
  );
}

function resourceSample(object: KubeObject): Sample {
  const { group, version } = parseApiVersion(object.apiVersion);
  return {
    labels: {
      customresource_group: group,
      customresource_kind: object.kind,
      customresource_version: version,
      exported_namespace: object.metadata.namespace ?? '',
      name: object.metadata.name,
      ready: findCondition(conditionsOf(object), 'Ready')?.status ?? 'Unknown',
      suspended: String(isSuspended(object)),
      revision: revisionOf(object),
    },
    value: 1,
  };
}

/** What was applied last, or what the artifact holds. */
function revisionOf(object: KubeObject): string {
  const status = isJsonObject(object['status']) ? object['status'] : {};
  const artifact = isJsonObject(status['artifact']) ? status['artifact'] : {};
  const revision = status['lastAppliedRevision'] ?? artifact['revision'];
  return typeof revision === 'string' ? revision : '';
}
