import type { ReceiverType } from '../../receiver-type.ts';

/** Whoever knows the path. */
export const generic: ReceiverType = {
  type: 'generic',
  verify: ({ body }) => ({ body: body.toString('utf8'), about: 'event' }),
};
