// https://kubernetes.io/docs/concepts/security/pod-security-admission/#pod-security-admission-labels-for-namespaces
import type { FieldError } from '@flux19/schemas';
import { invalidField } from '../../errors/field-errors.ts';

export type Level = 'privileged' | 'baseline' | 'restricted';

/** A level as it was at a minor version of Kubernetes; the latest when there is none. */
export interface LevelVersion {
  readonly level: Level;
  readonly minor: number | undefined;
}

/** What a namespace wants: which level Pods must keep, and which one is only told of. */
export interface PodSecurityPolicy {
  readonly enforce: LevelVersion;
  readonly audit: LevelVersion;
  readonly warn: LevelVersion;
}

const privileged: LevelVersion = { level: 'privileged', minor: undefined };
const defaultPolicy: PodSecurityPolicy = { enforce: privileged, audit: privileged, warn: privileged };

const prefix = 'pod-security.kubernetes.io/';
const levels: readonly Level[] = ['privileged', 'baseline', 'restricted'];

/** Below 0 when the first level is less strict. */
export function compareLevels(a: Level, b: Level): number {
  return levels.indexOf(a) - levels.indexOf(b);
}

/** `restricted:latest`, `baseline:v1.30`. */
export function formatLevel({ level, minor }: LevelVersion): string {
  return `${level}:${minor === undefined ? 'latest' : `v1.${minor}`}`;
}

export function isSameLevel(a: LevelVersion, b: LevelVersion): boolean {
  return a.level === b.level && a.minor === b.minor;
}

type Labels = Readonly<Record<string, string>>;

/** The policy that labels ask for, and what is wrong with them. Wrong labels enforce the strictest level and warn of nothing. */
export function readPolicy(
  labels: Labels,
  defaults: PodSecurityPolicy = defaultPolicy,
): { readonly policy: PodSecurityPolicy; readonly errors: FieldError[] } {
  const errors: FieldError[] = [];
  const enforceLevel = labels[`${prefix}enforce`];
  const enforce = readLevel(labels, 'enforce', { fallback: 'restricted', defaults: defaults.enforce }, errors);
  const audit = readLevel(labels, 'audit', { fallback: 'privileged', defaults: defaults.audit }, errors);
  const warn = readLevel(labels, 'warn', { fallback: 'privileged', defaults: defaults.warn }, errors);
  const isEnforced = enforceLevel !== undefined && levels.includes(enforceLevel as Level);
  const isStricter = isEnforced && compareLevels(enforce.level, warn.level) > 0;
  if (labels[`${prefix}warn`] !== undefined || !isStricter) return { policy: { enforce, audit, warn }, errors };
  const minor = labels[`${prefix}warn-version`] === undefined ? enforce.minor : warn.minor;
  return { policy: { enforce, audit, warn: { level: enforce.level, minor } }, errors };
}

interface Otherwise {
  readonly fallback: Level;
  readonly defaults: LevelVersion;
}

function readLevel(
  labels: Labels,
  mode: keyof PodSecurityPolicy,
  { fallback, defaults }: Otherwise,
  errors: FieldError[],
): LevelVersion {
  const level = labels[`${prefix}${mode}`];
  const version = labels[`${prefix}${mode}-version`];
  const isKnown = level === undefined || levels.includes(level as Level);
  if (!isKnown) {
    errors.push(invalidField(labelPath(mode), level, `must be one of ${levels.join(', ')}`));
  }
  const minor = /^v1\.(\d|[1-9]\d*)$/.exec(version ?? '')?.[1];
  if (version !== undefined && version !== 'latest' && minor === undefined) {
    errors.push(invalidField(labelPath(`${mode}-version`), version, 'must be "latest" or "v1.x"'));
  }
  const chosen = isKnown ? ((level as Level | undefined) ?? defaults.level) : fallback;
  if (version === undefined) return { level: chosen, minor: defaults.minor };
  return { level: chosen, minor: minor === undefined ? undefined : Number(minor) };
}

function labelPath(name: string): string {
  return `metadata.labels[${prefix}${name}]`;
}
