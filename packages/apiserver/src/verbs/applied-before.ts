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
  readonly #key: string;

  constructor({ catalogue }: Services, call: Call, body: string, options: WriteOptions) {
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
    return keysOf(entry).has(this.#key);
  }

  remember(entry: Entry): void {
    const keys = keysOf(entry);
    if (keys.size < remembered) keys.add(this.#key);
  }
}

function keysOf(entry: Entry): Set<string> {
  return entry.derived('applies that change nothing', () => new Set<string>());
}
