import { isJsonObject, type KubeObject } from '@flux19/objects';
import { sopsMask } from '../build/mask-sops.ts';

/** Both sides of a drift. */
export interface Drift {
  readonly live: KubeObject;
  readonly merged: KubeObject;
}

/**
 * Of a Secret whose values are masked here, only the keys can be compared.
 * @returns the drift without values, or undefined when the keys are the same
 */
export function sopsDifference(desired: KubeObject, drift: Drift): Drift | undefined {
  if (!hasMask(desired)) return drift;
  const [before, after] = [keysOf(drift.live), keysOf(drift.merged)];
  if (before.join('\n') === after.join('\n')) return undefined;
  return { live: withoutValues(drift.live, before), merged: withoutValues(drift.merged, after) };
}

function hasMask({ kind, data }: KubeObject): boolean {
  if (kind !== 'Secret' || !isJsonObject(data)) return false;
  return Object.values(data).some((value) => Buffer.from(String(value), 'base64').includes(sopsMask));
}

function keysOf({ data }: KubeObject): readonly string[] {
  return isJsonObject(data) ? Object.keys(data).toSorted() : [];
}

function withoutValues(secret: KubeObject, keys: readonly string[]): KubeObject {
  return { ...secret, data: Object.fromEntries(keys.map((key) => [key, '*****'])) };
}
