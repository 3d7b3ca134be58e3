import { hash } from 'node:crypto';
import type { WriteOptions } from '../http/query-options.ts';
import type { Call, Services } from '../server/services.ts';
import type { Entry } from '../store/entry.ts';

/** How many different applies one state of an object remembers. */
const remembered = 8;

/**
 * Applies that are known to change nothing. The outcome of an apply depends on nothing but the request and the stored
 * state; most applies of a GitOps tool repeat one that changed nothing, and then the work need not be done again.
 */
export class AppliedBefore {
  readonly #key: string | undefined;

  constructor({ admission, catalogue }: Services, call: Call, body: string, options: WriteOptions) {
    // A plug-in may decide by other things than the request.
    if (admission.length > 0) return;
    const { version } = call.target;
    const { fieldManager, force, fieldValidation } = options;
    const request = [
      version.apiVersion,
      call.info.subresource,
      fieldManager,
      force,
      fieldValidation,
      catalogue.generation,
    ];
    this.#key = hash('sha256', `${request.join('\n')}\n${body}`, 'base64');
  }

  changedNothing(entry: Entry): boolean {
    return this.#key !== undefined && keysOf(entry).has(this.#key);
  }

  remember(entry: Entry): void {
    const keys = keysOf(entry);
    if (this.#key !== undefined && keys.size < remembered) keys.add(this.#key);
  }
}

function keysOf(entry: Entry): Set<string> {
  return entry.derived('applies that change nothing', () => new Set<string>());
}
