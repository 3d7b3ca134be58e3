import { hash } from 'node:crypto';
import { type JsonValue, type KubeObject, printJson } from '@flux19/objects';
import type { ApplyOptions } from '../apply/apply-options.ts';
import { content } from './drift.ts';

/** Digest of what is to be sent, and of what decides how it is sent. */
export function desiredDigest(
  object: KubeObject,
  { owner, ignoreRules = [], overrideManagers = [] }: ApplyOptions,
): string {
  return digest([object, owner.fieldManager, ignoreRules, overrideManagers]);
}

/** Digest of a live object without what changes by itself: status, resourceVersion, managed fields. */
export function liveDigest(object: KubeObject): string {
  const { labels = {}, annotations = {}, uid = '', deletionTimestamp = '' } = object.metadata;
  return digest([content(object), labels, annotations, uid, deletionTimestamp]);
}

function digest(value: unknown): string {
  return hash('sha256', printJson(value as JsonValue), 'base64');
}
