import type { JsonObject } from '@flux19/objects';
import { objectsField, textField } from '../../json/fields.ts';

/** The Pod, or the template of one, that is looked at. */
export interface PodSubject {
  readonly annotations: Readonly<Record<string, string>>;
  readonly spec: JsonObject;
}

/** What a check found: `hostPort (container "a" uses hostPort 80)`. */
export interface Finding {
  readonly reason: string;
  readonly detail: string;
}

export type PodCheck = (pod: PodSubject) => Finding | undefined;

/** One control of a level, in the forms that it had over time. */
export interface Check {
  /** Orders the findings. */
  readonly id: string;
  readonly level: 'baseline' | 'restricted';
  /** Oldest first. */
  readonly versions: readonly {
    /** First minor version that has this form. */
    readonly since: number;
    readonly run: PodCheck;
    /** Baseline checks that this one makes needless. */
    readonly overrides?: readonly string[];
  }[];
}

/** Every container of a pod, in the order in which findings name them. */
export function containersOf(spec: JsonObject): readonly JsonObject[] {
  return ['initContainers', 'containers', 'ephemeralContainers'].flatMap((list) => objectsField(spec, list));
}

/** The names of the containers that a test is true for. */
export function containersThat(spec: JsonObject, isBad: (container: JsonObject) => boolean): string[] {
  return containersOf(spec)
    .filter(isBad)
    .map((container) => textField(container, 'name'));
}

/** `container "a"`, `containers "a", "b"`. */
export function nameContainers(names: readonly string[]): string {
  return `${plural('container', names.length)} ${quoteAll(names)}`;
}

/** Who set something that is forbidden: `pod and container "a"`. */
export function nameSetters(isPod: boolean, containers: readonly string[]): string {
  return [...(isPod ? ['pod'] : []), ...(containers.length === 0 ? [] : [nameContainers(containers)])].join(' and ');
}

export function plural(word: string, count: number): string {
  return count === 1 ? word : `${word}s`;
}

export function quoteAll(texts: readonly string[]): string {
  return texts.map((text) => `"${text}"`).join(', ');
}

/** Each text once, in order. */
export function sortedSet(texts: readonly string[]): string[] {
  return [...new Set(texts)].sort();
}

/** Whether the pod has a user namespace of its own, in which being root means little. */
export function hasOwnUsers(spec: JsonObject): boolean {
  return spec['hostUsers'] === false;
}

export function isWindows(spec: JsonObject): boolean {
  const os = spec['os'];
  return typeof os === 'object' && os !== null && !Array.isArray(os) && textField(os, 'name') === 'windows';
}
