import type { JsonObject } from '@flux19/objects';
import { ensureObject, objectField } from '../json/fields.ts';
import { formatTime } from '../meta/metadata.ts';
import type { WriteContext } from './kind-rules.ts';

/** A group version that this server serves itself is available from the start. */
export function startApiService(apiService: JsonObject, { now }: WriteContext): void {
  if (objectField(objectField(apiService, 'spec'), 'service') !== undefined) return;
  const condition = {
    type: 'Available',
    status: 'True',
    lastTransitionTime: formatTime(now),
    reason: 'Local',
    message: 'Local APIServices are always available',
  };
  ensureObject(apiService, 'status')['conditions'] = [condition];
}
