import { deepCopy, type JsonObject, type KubeObject } from '@flux19/objects';
import { aggregate } from '../errors/api-errors.ts';
import { asJson, ensureObject, objectField, objectsField, textField, textsField } from '../json/fields.ts';
import type { WriteContext } from '../kinds/kind-rules.ts';
import { formatTime } from '../meta/metadata.ts';
import { setCondition } from './definition-conditions.ts';

/** Names that other definitions of the same group have. */
interface TakenNames {
  readonly resources: ReadonlySet<string>;
  readonly kinds: ReadonlySet<string>;
}

/** What names are accepted by. */
type NameContext = Pick<WriteContext, 'now' | 'list'>;

interface Conflict {
  readonly reason: string;
  readonly message: string;
}

/** Gives a definition, in place, the names it asks for, unless another of its group has them, and establishes it. */
export function acceptNames(definition: JsonObject, context: NameContext): void {
  const spec = objectField(definition, 'spec') ?? {};
  const requested = objectField(spec, 'names') ?? {};
  const status = ensureObject(definition, 'status');
  const accepted = objectField(status, 'acceptedNames') ?? {};
  const taken = takenNames(definition, textField(spec, 'group'), context);
  const names: JsonObject = { ...accepted };
  const conflicts = [
    takeName(names, requested, 'plural', taken.resources),
    takeName(names, requested, 'singular', taken.resources),
    takeShortNames(names, requested, taken.resources),
    takeName(names, requested, 'kind', taken.kinds),
    takeName(names, requested, 'listKind', taken.kinds),
  ].filter((conflict) => conflict !== undefined);
  if (requested['categories'] === undefined) delete names['categories'];
  else names['categories'] = deepCopy(requested['categories']);
  status['acceptedNames'] = names;
  setNameConditions(status, conflicts.at(-1), formatTime(context.now));
}

function setNameConditions(status: JsonObject, conflict: Conflict | undefined, lastTransitionTime: string): void {
  if (conflict !== undefined) {
    setCondition(status, { type: 'NamesAccepted', status: 'False', ...conflict, lastTransitionTime });
    if (isEstablished(status)) return;
    const why = { reason: 'NotAccepted', message: 'not all names are accepted' };
    setCondition(status, { type: 'Established', status: 'False', ...why, lastTransitionTime });
    return;
  }
  const accepted = { reason: 'NoConflicts', message: 'no conflicts found' };
  setCondition(status, { type: 'NamesAccepted', status: 'True', ...accepted, lastTransitionTime });
  const established = { reason: 'InitialNamesAccepted', message: 'the initial names have been accepted' };
  setCondition(status, { type: 'Established', status: 'True', ...established, lastTransitionTime });
}

function isEstablished(status: JsonObject): boolean {
  const established = objectsField(status, 'conditions').find((one) => textField(one, 'type') === 'Established');
  return textField(established, 'status') === 'True';
}

function takeName(
  names: JsonObject,
  requested: JsonObject,
  field: string,
  taken: ReadonlySet<string>,
): Conflict | undefined {
  const wanted = textField(requested, field);
  if (wanted !== textField(names, field) && taken.has(wanted)) {
    const reason = `${field.charAt(0).toUpperCase()}${field.slice(1)}Conflict`;
    return { reason, message: `${JSON.stringify(wanted)} is already in use` };
  }
  if (wanted !== '') names[field] = wanted;
  return undefined;
}

function takeShortNames(names: JsonObject, requested: JsonObject, taken: ReadonlySet<string>): Conflict | undefined {
  const own = textsField(names, 'shortNames');
  const wanted = textsField(requested, 'shortNames');
  const lost = wanted.filter((name) => !own.includes(name) && taken.has(name));
  if (lost.length > 0) {
    const message = aggregate(lost.map((name) => `${JSON.stringify(name)} is already in use`));
    return { reason: 'ShortNamesConflict', message };
  }
  if (wanted.length === 0) delete names['shortNames'];
  else names['shortNames'] = [...wanted];
  return undefined;
}

function takenNames(definition: JsonObject, group: string, context: NameContext): TakenNames {
  const own = textField(objectField(definition, 'metadata'), 'name');
  const others = context
    .list('apiextensions.k8s.io/customresourcedefinitions')
    .filter((other) => other.metadata.name !== own && groupOf(other) === group)
    .map((other) => objectField(objectField(asJson(other), 'status'), 'acceptedNames'));
  return {
    resources: new Set(
      others.flatMap((names) => [
        textField(names, 'plural'),
        textField(names, 'singular'),
        ...textsField(names, 'shortNames'),
      ]),
    ),
    kinds: new Set(others.flatMap((names) => [textField(names, 'kind'), textField(names, 'listKind')])),
  };
}

function groupOf(definition: KubeObject): string {
  return textField(objectField(asJson(definition), 'spec'), 'group');
}
