import type { KubeObject } from '@flux19/objects';
import { statusOf } from '../kinds/flux-kind.ts';
import { CliError } from '../program/cli-error.ts';

export interface StatusSelector {
  readonly matches: (object: KubeObject) => boolean;
}

/** Reads `ready=false` or `ready!=true`; everything matches without a selector. Case does not count. Throws CliError. */
export function parseStatusSelector(text: string | undefined): StatusSelector {
  if (text === undefined || text === '') return { matches: () => true };
  const [, type = '', operator, status = ''] = /^([^=!]*)(!=|=)(.*)$/.exec(text) ?? [];
  if (operator === undefined) {
    throw new CliError(`expected status selector in type=status or type!=status format, but found: ${text}`);
  }
  const isMet = (object: KubeObject): boolean =>
    statusOf(object).conditions?.findLast((condition) => equal(condition.type, type))?.status.toLowerCase() ===
    status.toLowerCase();
  return { matches: operator === '=' ? isMet : (object) => !isMet(object) };
}

function equal(a: string, b: string): boolean {
  return a.toLowerCase() === b.toLowerCase();
}
