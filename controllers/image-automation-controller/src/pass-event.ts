import type { BeforePass, PassEvent } from '@flux19/runtime';

/** Name under which the controller writes, and component of its events. */
export const fieldManager = 'image-automation-controller';

/** What a pass over an automation that is ready has done. */
export interface PassResult {
  /** What was pushed, in place of the message of the Ready condition. */
  readonly pushed?: string;
  /** Nothing had to be looked at. */
  readonly isSkipped?: boolean;
}

/** Pushes, and that an object has become ready, are for everybody, as in Flux. */
export function passEvent({ pushed, isSkipped = false }: PassResult) {
  return ({ message }: { readonly message: string }, before: BeforePass): PassEvent => {
    const isNews = !before.isReady || pushed !== undefined;
    const quietly = isSkipped ? 'no change since last reconciliation' : message;
    return { isNews, text: isNews ? (pushed ?? message) : quietly };
  };
}
