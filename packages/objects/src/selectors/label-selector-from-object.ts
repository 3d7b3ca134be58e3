import { quoteGo } from '../text/quote-go.ts';
import { labelRequirement } from './label-requirement.ts';
import { type LabelRequirement, type LabelSelector, orderRequirements } from './label-selector.ts';
import { SelectorError } from './selector-error.ts';

/** A selector as specs hold it: https://kubernetes.io/docs/reference/kubernetes-api/common-definitions/label-selector/ */
export interface LabelSelectorObject {
  readonly matchLabels?: Readonly<Record<string, string>>;
  readonly matchExpressions?: readonly LabelSelectorExpression[];
}

/** One entry of `matchExpressions`; `operator` is In, NotIn, Exists or DoesNotExist. */
export interface LabelSelectorExpression {
  readonly key: string;
  readonly operator: string;
  readonly values?: readonly string[];
}

const operators: ReadonlyMap<string, string> = new Map([
  ['In', 'in'],
  ['NotIn', 'notin'],
  ['Exists', 'exists'],
  ['DoesNotExist', '!'],
]);

/** Reads a selector of a spec. An absent one selects nothing, an empty one everything. Throws {@link SelectorError}. */
export function labelSelectorFromObject(object: LabelSelectorObject | undefined): LabelSelector {
  if (object === undefined) return { requirements: [], matchesNothing: true };
  const exact = Object.entries(object.matchLabels ?? {}).map(([key, value]) => labelRequirement(key, '=', [value]));
  return { requirements: orderRequirements([...exact, ...(object.matchExpressions ?? []).map(fromExpression)]) };
}

function fromExpression({ key, operator, values = [] }: LabelSelectorExpression): LabelRequirement {
  const known = operators.get(operator);
  if (known === undefined) throw new SelectorError(`${quoteGo(operator)} is not a valid label selector operator`);
  return labelRequirement(key, known, values);
}
