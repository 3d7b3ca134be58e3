import type { PodLogs } from '@flux19/apiserver';
import type { KubeClient } from '@flux19/kube';
import type { KubeObject } from '@flux19/objects';
import { type Clock, systemClock } from '@flux19/ports';
import { createLogger, type LogFields, type Logger, type LogRecord, LogRing } from '@flux19/runtime';
import { componentOfController, type FluxComponent, fluxComponents } from '../installation/flux-components.ts';
import { componentLabel, installationLabels } from '../installation/installation-labels.ts';
import { readLog } from './read-log.ts';

/** Under this name flux writes what belongs to its installation. */
const fieldManager = 'flux';

/** Lines about no kind: they go to the log of one controller, so that nobody reads them twice. */
const spokesman = 'source-controller';

/**
 * Deployments that stand for the controllers inside of this process, so that `flux check`, `flux version`, `flux logs` and
 * `kubectl logs` find in the cluster what they look for.
 */
export class StandIns {
  /** The log to give to the controllers: what goes through it is kept for the readers of Pod logs. */
  readonly log: Logger;
  /** Answers for the Pods of the stand-ins. */
  readonly podLogs: PodLogs;

  constructor(log: Logger, clock: Clock = systemClock) {
    const ring = new LogRing();
    this.log = tee(log, createLogger({ level: 'info', write: () => undefined, clock, ring }));
    this.podLogs = ({ pod, query, signal }) => {
      const component = pod.metadata.labels?.[componentLabel];
      if (!fluxComponents.some(({ name }) => name === component)) return undefined;
      const isOwn = ({ controllerKind, controller = '' }: LogRecord): boolean =>
        (componentOfController(controllerKind ?? controller) ?? spokesman) === component;
      return readLog({ ring, isWanted: isOwn, query, nowMs: clock.now() }, signal);
    };
  }

  /** Applies the Deployments. */
  async publish(client: KubeClient, namespace: string, signal: AbortSignal): Promise<void> {
    const deployments = fluxComponents.map((component) => deploymentFor(component, namespace));
    await Promise.all(deployments.map((object) => client.apply(object, { fieldManager, force: true }, signal)));
  }
}

function deploymentFor({ name, version }: FluxComponent, namespace: string): KubeObject {
  const labels = installationLabels(namespace, name);
  const description = `stands for the ${name} that runs inside of the process of flux19`;
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: {
      name,
      namespace,
      labels: { ...labels, 'control-plane': 'controller' },
      annotations: { 'kubernetes.io/description': description },
    },
    spec: {
      replicas: 1,
      selector: { matchLabels: { app: name } },
      strategy: { type: 'Recreate' },
      template: {
        metadata: { labels: { app: name, ...labels } },
        spec: { containers: [{ name: 'manager', image: `fluxcd/${name}:${version}` }] },
      },
    },
  };
}

/** A logger that writes to two others. */
function tee(one: Logger, other: Logger): Logger {
  return {
    debug(message: string, fields?: LogFields) {
      one.debug(message, fields);
      other.debug(message, fields);
    },
    info(message: string, fields?: LogFields) {
      one.info(message, fields);
      other.info(message, fields);
    },
    error(message: string, thrown: unknown, fields?: LogFields) {
      one.error(message, thrown, fields);
      other.error(message, thrown, fields);
    },
    with: (fields) => tee(one.with(fields), other.with(fields)),
  };
}
