import type { JsonObject } from '@flux19/objects';
import { objectsField, textField } from '../../../json/fields.ts';
import { type Check, plural, quoteAll, sortedSet } from '../check.ts';

const allowed: ReadonlySet<string> = new Set([
  'configMap',
  'csi',
  'downwardAPI',
  'emptyDir',
  'ephemeral',
  'image',
  'persistentVolumeClaim',
  'projected',
  'secret',
]);

/** What kind of volume it is. */
function kindOf(volume: JsonObject): string {
  return Object.keys(volume).find((name) => name !== 'name') ?? 'unknown';
}

export const volumeChecks: readonly Check[] = [
  {
    id: 'restrictedVolumes',
    level: 'restricted',
    versions: [
      {
        since: 0,
        overrides: ['hostPathVolumes'],
        run({ spec }) {
          const bad = objectsField(spec, 'volumes').filter((volume) => !allowed.has(kindOf(volume)));
          if (bad.length === 0) return undefined;
          const names = quoteAll(bad.map((volume) => textField(volume, 'name')));
          const kinds = sortedSet(bad.map(kindOf));
          const verb = bad.length === 1 ? 'uses' : 'use';
          const what = plural('restricted volume type', kinds.length);
          const detail = `${plural('volume', bad.length)} ${names} ${verb} ${what} ${quoteAll(kinds)}`;
          return { reason: 'restricted volume types', detail };
        },
      },
    ],
  },
];
