import type { BeforePass, PassEvent } from '@flux19/runtime';

/** Name under which the controllers write, and component of their events. */
export const fieldManager = 'image-reflector-controller';

/** News of the Ready condition are for everybody; else only `quietly` is noted, as in Flux. */
export function passEvent(quietly: string): (ready: { readonly message: string }, before: BeforePass) => PassEvent {
  return ({ message }, before) => {
    const isNews = !before.isReady || before.message !== message;
    return { isNews, text: isNews ? message : quietly };
  };
}
