import assert from 'node:assert/strict';
import type { KubeObject } from '@flux19/objects';
import { eventually } from '@flux19/ports';
import type { KustomizeSettings } from '../settings.ts';
import { conditionText, type Fleet, type FleetOptions, startFleet } from './fleet.ts';

const { signal } = new AbortController();

/** Plays a story with a fleet of its own. */
export async function withFleet(
  story: (fleet: Fleet) => Promise<void>,
  settings: Partial<KustomizeSettings> = {},
  options: FleetOptions = {},
): Promise<void> {
  const fleet = await startFleet(settings, options);
  try {
    await story(fleet);
  } finally {
    await fleet.close();
  }
}

/** A manifest of a ConfigMap. Without a namespace when that is empty. */
export function configMap(
  name: string,
  data: Readonly<Record<string, string>> = { key: 'value' },
  namespace = 'default',
): string {
  const lines = Object.entries(data).map(([key, value]) => `  ${key}: ${JSON.stringify(value)}\n`);
  const place = namespace === '' ? '' : `  namespace: ${namespace}\n`;
  return `apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: ${name}\n${place}data:\n${lines.join('')}`;
}

/** Waits until a Kustomization is ready, at a revision if one is given. */
export async function becomesReady(fleet: Fleet, name: string, revision?: string, namespace?: string): Promise<void> {
  const pattern = new RegExp(`^True ReconciliationSucceeded: Applied revision: ${revision ?? ''}`);
  await eventually(async () => assert.match(conditionText(await fleet.get(name, namespace)), pattern));
}

/** Waits until the Ready condition reads so. */
export async function becomes(fleet: Fleet, name: string, pattern: RegExp, namespace?: string): Promise<void> {
  await eventually(async () => assert.match(conditionText(await fleet.get(name, namespace)), pattern));
}

/** An object of the core group, if there is one. */
export function find(fleet: Fleet, kind: string, name: string, namespace = 'default'): Promise<KubeObject | undefined> {
  return fleet.client.find({ apiVersion: 'v1', kind, namespace, name }, signal);
}
