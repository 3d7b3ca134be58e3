import { fluxKindNamed } from '../../kinds/flux-kinds.ts';
import { CliError } from '../../program/cli-error.ts';
import type { KubeEvent } from './kube-event.ts';

const known = ['normal', 'warning'];

/** Tells which events are shown: those of kinds of Flux, of the given types; all types when none is given. Throws CliError. */
export function eventFilter(types: readonly string[]): (event: KubeEvent) => boolean {
  const wanted = new Set(types.map((type) => type.toLowerCase()));
  for (const type of types) {
    if (!known.includes(type.toLowerCase())) {
      throw new CliError(`type '${type}' not supported. Supported types are Normal, Warning`);
    }
  }
  return ({ involvedObject, type = '' }) =>
    fluxKindNamed(involvedObject?.kind ?? '') !== undefined && (wanted.size === 0 || wanted.has(type.toLowerCase()));
}
