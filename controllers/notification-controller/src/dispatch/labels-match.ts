import type { Alert } from '@flux19/api';
import type { KubeClient } from '@flux19/kube';
import type { FluxEvent } from '@flux19/runtime';
import type { AlertReporter } from './alert-reporter.ts';
import { subjectText } from './deliver-event.ts';

export interface LabelMeans {
  readonly client: KubeClient;
  readonly reporter: AlertReporter;
}

/** Whether the object of an event carries one of several sets of labels. An object that can't be read carries none. */
export async function labelsMatch(
  event: FluxEvent,
  sets: readonly Readonly<Record<string, string>>[],
  alert: Alert,
  { client, reporter }: LabelMeans,
  signal: AbortSignal,
): Promise<boolean> {
  const { apiVersion, kind, namespace, name } = event.involvedObject;
  try {
    const { metadata } = await client.get({ apiVersion, kind, namespace, name }, signal);
    const { labels = {} } = metadata;
    return sets.some((set) =>
      Object.entries(set).every(([key, value]) => Object.hasOwn(labels, key) && labels[key] === value),
    );
  } catch {
    signal.throwIfAborted();
    reporter.warn(alert, 'SourceFetchFailed', `error getting source object ${subjectText(event)}`);
    return false;
  }
}
