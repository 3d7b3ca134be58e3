import type { Policer } from './policer.ts';

/** `ASC`: the last tag of the alphabet; `DESC`: the first one. Tags are ASCII, so their units are their bytes. */
export function alphabetical(order: 'ASC' | 'DESC'): Policer {
  return (tags) =>
    tags.reduce((best, tag) => {
      const isBetter = order === 'ASC' ? tag > best : tag < best;
      return isBetter ? tag : best;
    });
}
