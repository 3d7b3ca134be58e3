/** `exists` and `!` take no value, `in` and `notin` one or more, the others exactly one. */
export type LabelOperator = 'in' | 'notin' | '=' | '==' | '!=' | 'gt' | 'lt' | 'exists' | '!';

/** One demand on the labels of an object. */
export interface LabelRequirement {
  readonly key: string;
  readonly operator: LabelOperator;
  readonly values: readonly string[];
}

/** All requirements have to hold, ordered by key; without any, everything matches. */
export interface LabelSelector {
  readonly requirements: readonly LabelRequirement[];
  /** Set on the selector of an absent selector object, which selects nothing. */
  readonly matchesNothing?: true;
}

/** Whether an object with these labels is selected. */
export function matchesLabels(selector: LabelSelector, labels: Readonly<Record<string, string>> | undefined): boolean {
  if (selector.matchesNothing) return false;
  return selector.requirements.every((requirement) => {
    const holds = labels !== undefined && Object.hasOwn(labels, requirement.key);
    return matchesRequirement(requirement, holds ? labels[requirement.key] : undefined);
  });
}

function matchesRequirement({ operator, values }: LabelRequirement, value: string | undefined): boolean {
  switch (operator) {
    case '=':
    case '==':
    case 'in':
      return value !== undefined && values.includes(value);
    case '!=':
    case 'notin':
      return value === undefined || !values.includes(value);
    case 'exists':
      return value !== undefined;
    case '!':
      return value === undefined;
    case 'gt':
    case 'lt':
      return value !== undefined && matchesOrder(operator, value, values);
    default:
      return false;
  }
}

function matchesOrder(operator: 'gt' | 'lt', value: string, bounds: readonly string[]): boolean {
  const left = parseInt64(value);
  const right = bounds.length === 1 && bounds[0] !== undefined ? parseInt64(bounds[0]) : undefined;
  if (left === undefined || right === undefined) return false;
  return operator === 'gt' ? left > right : left < right;
}

/** Reads a decimal integer of 64 bits, as Go's strconv does; undefined when it is none. */
export function parseInt64(text: string): bigint | undefined {
  if (!/^[+-]?[0-9]+$/.test(text)) return undefined;
  const value = BigInt(text.startsWith('+') ? text.slice(1) : text);
  return BigInt.asIntN(64, value) === value ? value : undefined;
}

/** The canonical text of a selector: `a=b,c in (d,e),!f`. */
export function formatLabelSelector(selector: LabelSelector): string {
  return selector.requirements.map(formatRequirement).join(',');
}

function formatRequirement({ key, operator, values }: LabelRequirement): string {
  const list = values.toSorted().join(',');
  switch (operator) {
    case 'exists':
      return key;
    case '!':
      return `!${key}`;
    case 'in':
    case 'notin':
      return `${key} ${operator} (${list})`;
    case 'gt':
      return `${key}>${list}`;
    case 'lt':
      return `${key}<${list}`;
    default:
      return `${key}${operator}${list}`;
  }
}

/** The order in which a selector holds its requirements. */
export function orderRequirements(requirements: readonly LabelRequirement[]): readonly LabelRequirement[] {
  return requirements.toSorted((left, right) => (left.key < right.key ? -1 : Number(left.key > right.key)));
}
