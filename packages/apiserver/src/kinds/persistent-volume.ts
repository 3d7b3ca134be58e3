import type { JsonObject, KubeObject } from '@flux19/objects';
import { asJson, ensureObject, objectField, setDefault, textField } from '../json/fields.ts';
import { formatTime } from '../meta/metadata.ts';
import type { WriteContext } from './kind-rules.ts';

/** A volume begins as pending, and says since when. */
export function startPhase(volume: JsonObject, { now }: WriteContext): void {
  const status = ensureObject(volume, 'status');
  setDefault(status, 'phase', 'Pending');
  status['lastPhaseTransitionTime'] = formatTime(now);
}

/** The time moves with the phase, unless whoever moves the phase says when that was. */
export function followPhase(volume: JsonObject, old: KubeObject, { now }: WriteContext): void {
  const status = ensureObject(volume, 'status');
  const before = objectField(asJson(old), 'status');
  const time = 'lastPhaseTransitionTime';
  if (textField(status, time) === '' && textField(before, time) !== '') status[time] = textField(before, time);
  const isSamePhase = textField(status, 'phase') === textField(before, 'phase');
  if (!isSamePhase && textField(status, time) === textField(before, time)) status[time] = formatTime(now);
}
