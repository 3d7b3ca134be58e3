import type { CelType } from '../cel-type.ts';

/** What the type parameters of the calls seen so far stand for, by name. */
export type Substitutions = ReadonlyMap<string, CelType>;

/** Unifies types pairwise and extends the substitutions; changes nothing and gives false when some pair does not fit. */
export function assignAll(
  substitutions: Map<string, CelType>,
  from: readonly CelType[],
  to: readonly CelType[],
): boolean {
  if (from.length !== to.length) return false;
  const draft = new Draft(substitutions);
  const fits = from.every((type, index) => assign(draft, type, to[index] as CelType));
  if (!fits) draft.undo();
  return fits;
}

/** Changes that can be taken back. */
class Draft {
  readonly substitutions: Map<string, CelType>;
  readonly #before: (readonly [name: string, type: CelType | undefined])[] = [];

  constructor(substitutions: Map<string, CelType>) {
    this.substitutions = substitutions;
  }

  set(name: string, type: CelType): void {
    this.#before.push([name, this.substitutions.get(name)]);
    this.substitutions.set(name, type);
  }

  undo(): void {
    for (const [name, type] of this.#before.reverse()) {
      if (type === undefined) this.substitutions.delete(name);
      else this.substitutions.set(name, type);
    }
  }
}

function assign(draft: Draft, from: CelType, to: CelType): boolean {
  if (to.kind === 'param') {
    const tried = bindParam(draft, from, to);
    if (tried === 'fits') return true;
    if (tried === 'conflicts') return false;
  }
  if (from.kind === 'param') return bindParam(draft, to, from) === 'fits';
  if (isLoose(from) || isLoose(to)) return true;
  if (from.kind === 'null') return isNullable(to);
  if (to.kind === 'null') return isNullable(from);
  if (from.kind !== to.kind) return false;
  return sameParts(draft, from, to);
}

function sameParts(draft: Draft, from: CelType, to: CelType): boolean {
  if (from.kind === 'list' && to.kind === 'list') return assign(draft, from.element, to.element);
  if (from.kind === 'map' && to.kind === 'map') {
    return assign(draft, from.key, to.key) && assign(draft, from.value, to.value);
  }
  if (from.kind === 'optional' && to.kind === 'optional') return assign(draft, from.value, to.value);
  if (from.kind === 'opaque' && to.kind === 'opaque') return from.name === to.name;
  if (from.kind === 'object' && to.kind === 'object') return from.name === to.name;
  return true;
}

function bindParam(draft: Draft, type: CelType, param: CelType & { kind: 'param' }): 'fits' | 'conflicts' | 'unfit' {
  if (sameType(type, param)) return 'fits';
  const known = draft.substitutions.get(param.name);
  if (known === undefined) {
    if (mentions(draft.substitutions, param.name, type)) return 'unfit';
    draft.set(param.name, type);
    return 'fits';
  }
  if (sameType(type, known)) return 'fits';
  if (!assign(draft, type, known)) return 'conflicts';
  const general = moreGeneral(type, known);
  if (!mentions(draft.substitutions, param.name, general)) draft.set(param.name, general);
  return 'fits';
}

function isLoose(type: CelType): boolean {
  return type.kind === 'dyn' || type.kind === 'error';
}

function isNullable(type: CelType): boolean {
  return ['null', 'object', 'opaque', 'optional', 'duration', 'timestamp'].includes(type.kind);
}

/** Whether two types are the same, part by part. */
export function sameType(left: CelType, right: CelType): boolean {
  if (left === right) return true;
  if (left.kind === 'list') return right.kind === 'list' && sameType(left.element, right.element);
  if (left.kind === 'optional') return right.kind === 'optional' && sameType(left.value, right.value);
  if (left.kind === 'map') {
    return right.kind === 'map' && sameType(left.key, right.key) && sameType(left.value, right.value);
  }
  if (left.kind === 'type') return right.kind === 'type' && sameTypeOf(left.of, right.of);
  if (left.kind === 'object' || left.kind === 'opaque' || left.kind === 'param') {
    return left.kind === right.kind && left.name === right.name;
  }
  return left.kind === right.kind;
}

function sameTypeOf(left: CelType | undefined, right: CelType | undefined): boolean {
  return left === undefined || right === undefined ? left === right : sameType(left, right);
}

/** The less specific of two types that fit each other. */
export function moreGeneral(left: CelType, right: CelType): CelType {
  return isLessSpecific(left, right) ? left : right;
}

function isLessSpecific(left: CelType, right: CelType): boolean {
  if (left.kind === 'dyn' || left.kind === 'param') return true;
  if (right.kind === 'dyn' || right.kind === 'param') return false;
  if (left.kind === 'list' && right.kind === 'list') return isLessSpecific(left.element, right.element);
  if (left.kind === 'optional' && right.kind === 'optional') return isLessSpecific(left.value, right.value);
  if (left.kind === 'map' && right.kind === 'map') {
    return isLessSpecific(left.key, right.key) && isLessSpecific(left.value, right.value);
  }
  if (left.kind === 'type' && right.kind === 'type') return true;
  return sameType(left, right);
}

function mentions(substitutions: Substitutions, name: string, type: CelType): boolean {
  switch (type.kind) {
    case 'param': {
      if (type.name === name) return true;
      const known = substitutions.get(type.name);
      return known !== undefined && mentions(substitutions, name, known);
    }
    case 'list':
      return mentions(substitutions, name, type.element);
    case 'optional':
      return mentions(substitutions, name, type.value);
    case 'map':
      return mentions(substitutions, name, type.key) || mentions(substitutions, name, type.value);
    case 'type':
      return type.of !== undefined && mentions(substitutions, name, type.of);
    default:
      return false;
  }
}

/** Puts in what type parameters stand for; the unknown ones become dyn if asked for. */
export function substitute(substitutions: Substitutions, type: CelType, unknownToDyn: boolean): CelType {
  switch (type.kind) {
    case 'param': {
      const known = substitutions.get(type.name);
      if (known !== undefined) return substitute(substitutions, known, unknownToDyn);
      return unknownToDyn ? { kind: 'dyn' } : type;
    }
    case 'list':
      return { kind: 'list', element: substitute(substitutions, type.element, unknownToDyn) };
    case 'optional':
      return { kind: 'optional', value: substitute(substitutions, type.value, unknownToDyn) };
    case 'map':
      return {
        kind: 'map',
        key: substitute(substitutions, type.key, unknownToDyn),
        value: substitute(substitutions, type.value, unknownToDyn),
      };
    case 'type':
      return type.of === undefined ? type : { kind: 'type', of: substitute(substitutions, type.of, unknownToDyn) };
    default:
      return type;
  }
}
