import { annotations } from '@flux19/api';
import type { JsonObject } from '@flux19/objects';

/** What a release may be asked for besides a pass. */
export interface ExtraRequests {
  readonly force?: boolean;
  readonly reset?: boolean;
}

/** The merge patch that asks for a pass. `now` in milliseconds since the Unix epoch; each request needs a value of its own. */
export function requestPatch(now: number, { force = false, reset = false }: ExtraRequests): JsonObject {
  const token = new Date(now).toISOString();
  return {
    metadata: {
      annotations: {
        [annotations.reconcileRequestedAt]: token,
        ...(force ? { [annotations.reconcileForceAt]: token } : {}),
        ...(reset ? { [annotations.reconcileResetAt]: token } : {}),
      },
    },
  };
}
