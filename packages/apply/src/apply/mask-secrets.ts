import { isJsonObject, type JsonObject, type KubeObject } from '@flux19/objects';
import { isSecret } from '../plan/object-kinds.ts';

const mask = '*****';
/** Shorter values would mask half of a sentence. */
const shortestValue = 3;
const lastApplied = 'kubectl.kubernetes.io/last-applied-configuration';

/** A text without the values of a Secret, as they are and as base64. Texts about other objects stay. */
export function maskValues(text: string, object: KubeObject): string {
  if (!isSecret(object)) return text;
  let masked = text;
  for (const value of secretValues(object)) masked = masked.replaceAll(value, mask);
  return masked;
}

function secretValues(secret: KubeObject): readonly string[] {
  const encoded = texts(secret['data']);
  const plain = [
    ...encoded.map((value) => Buffer.from(value, 'base64').toString('utf8')),
    ...texts(secret['stringData']),
  ];
  // Longest first: one value may be part of another.
  return [...encoded, ...plain]
    .filter((value) => value.length >= shortestValue)
    .toSorted((a, b) => b.length - a.length);
}

function texts(data: unknown): string[] {
  return isJsonObject(data) ? Object.values(data).filter((value) => typeof value === 'string') : [];
}

/** Both sides of a difference with Flux's masks in place of the values of a Secret. */
export function maskDifference(
  live: KubeObject,
  merged: KubeObject,
): { readonly live: KubeObject; readonly merged: KubeObject } {
  if (!isSecret(merged)) return { live, merged };
  const [before, after] = [dataOf(live), dataOf(merged)];
  const isSame = (key: string): boolean => before[key] === after[key];
  const isInBoth = (key: string): boolean => Object.hasOwn(before, key) && Object.hasOwn(after, key);
  const side = (data: JsonObject, changed: string): JsonObject =>
    Object.fromEntries(Object.keys(data).map((key) => [key, isInBoth(key) && !isSame(key) ? changed : '***']));
  return {
    live: withData(live, side(before, '*** (before)')),
    merged: withData(merged, side(after, '*** (after)')),
  };
}

function dataOf(secret: KubeObject): JsonObject {
  return isJsonObject(secret['data']) ? secret['data'] : {};
}

function withData(secret: KubeObject, data: JsonObject): KubeObject {
  const { annotations } = secret.metadata;
  // kubectl's copy of the last apply holds the values once more.
  const metadata =
    annotations?.[lastApplied] === undefined
      ? secret.metadata
      : { ...secret.metadata, annotations: { ...annotations, [lastApplied]: '***' } };
  return secret['data'] === undefined ? { ...secret, metadata } : { ...secret, metadata, data };
}
