import type { ImageRepository } from '@flux19/api';
import type { OciClient } from '@flux19/oci';
import { withDeadline } from '@flux19/ports';
import type { RegistryEffects } from '../effects.ts';
import { timeoutOf } from '../timing.ts';
import { readAccess } from './read-access.ts';
import { toFailure } from './to-failure.ts';

/** What went wrong, in Flux's words, with credentials and with the question itself. */
export interface AskWording {
  readonly access: { readonly reason: string; readonly prefix: string };
  readonly question: { readonly reason: string; readonly prefix: string };
}

/** Asks the registry of an ImageRepository something, with its credentials and within its timeout. Throws `ReconcileError`. */
export async function askRegistry<Answer>(
  { client, clock, registries }: RegistryEffects,
  object: ImageRepository,
  wording: AskWording,
  ask: (client: OciClient, signal: AbortSignal) => Promise<Answer>,
  signal: AbortSignal,
): Promise<Answer> {
  try {
    return await withDeadline(clock, timeoutOf(object.spec), signal, async (inner) => {
      const access = await readAccess(client, registries, object, inner).catch((cause: unknown) => {
        inner.throwIfAborted();
        throw toFailure(cause, wording.access.reason, wording.access.prefix);
      });
      return registries.use(access, (registry) => ask(registry, inner));
    });
  } catch (cause) {
    signal.throwIfAborted();
    throw toFailure(cause, wording.question.reason, wording.question.prefix);
  }
}
