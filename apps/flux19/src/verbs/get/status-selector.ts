import type { KubeObject } from '@flux19/objects';
import { type FluxKind, statusOf } from '../../kinds/flux-kind.ts';
import { CliError } from '../../program/cli-error.ts';

/** Which objects `--status-selector` lets through. */
export interface StatusSelector {
  readonly matches: (kind: FluxKind, object: KubeObject) => boolean;
}

/** Reads `ready=false` or `ready!=true`; everything matches without a selector. Case does not count. Throws CliError. */
export function parseStatusSelector(text: string | undefined): StatusSelector {
  if (text === undefined || text === '') return { matches: () => true };
  const operator = text.includes('!=') ? '!=' : '=';
  const at = text.indexOf(operator);
  if (at < 0) {
    throw new CliError(`expected status selector in type=status or type!=status format, but found: ${text}`);
  }
  const type = text.slice(0, at).toLowerCase();
  const status = text.slice(at + operator.length).toLowerCase();
  return { matches: (kind, object) => (statusIn(kind, object, type) === status) === (operator === '=') };
}

/** Status of a condition, in small letters; undefined when there is none. */
function statusIn(kind: FluxKind, object: KubeObject, type: string): string | undefined {
  if (kind.isAlwaysReady === true) return type === 'ready' ? 'true' : undefined;
  const condition = statusOf(object).conditions?.findLast((candidate) => candidate.type.toLowerCase() === type);
  return condition?.status.toLowerCase();
}
