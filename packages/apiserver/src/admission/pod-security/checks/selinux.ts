import type { JsonObject } from '@flux19/objects';
import { objectField, textField } from '../../../json/fields.ts';
import {
  type Check,
  containersOf,
  containersThat,
  nameSetters,
  type PodCheck,
  plural,
  quoteAll,
  sortedSet,
} from '../check.ts';

const firstTypes = ['', 'container_t', 'container_init_t', 'container_kvm_t'];

function limitOptions(types: readonly string[]): PodCheck {
  return ({ spec }) => {
    const options = (owner: JsonObject) => objectField(objectField(owner, 'securityContext'), 'seLinuxOptions');
    const isBad = (owner: JsonObject): boolean => {
      const given = options(owner);
      if (given === undefined) return false;
      return (
        !types.includes(textField(given, 'type')) || textField(given, 'user') !== '' || textField(given, 'role') !== ''
      );
    };
    const setters = nameSetters(isBad(spec), containersThat(spec, isBad));
    if (setters === '') return undefined;
    const all = [spec, ...containersOf(spec)].flatMap((owner) => options(owner) ?? []) as readonly JsonObject[];
    const bad = sortedSet(all.map((one) => textField(one, 'type')).filter((type) => !types.includes(type)));
    const isSet = (name: string) => all.some((one) => textField(one, name) !== '');
    const faults = [
      ...(bad.length === 0 ? [] : [`${plural('type', bad.length)} ${quoteAll(bad)}`]),
      ...['user', 'role'].filter(isSet).map((name) => `${name} may not be set`),
    ];
    const detail = `${setters} set forbidden securityContext.seLinuxOptions: ${faults.join('; ')}`;
    return { reason: 'seLinuxOptions', detail };
  };
}

export const seLinuxChecks: readonly Check[] = [
  {
    id: 'seLinuxOptions',
    level: 'baseline',
    versions: [
      { since: 0, run: limitOptions(firstTypes) },
      { since: 31, run: limitOptions([...firstTypes, 'container_engine_t']) },
    ],
  },
];
