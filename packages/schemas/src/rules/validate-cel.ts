import type { JsonValue, StructuralSchema } from '@flux19/objects';
import type { FieldError } from '../errors/field-error.ts';
import { type Old, uncorrelated } from '../validation/correlation.ts';
import { ruleNode } from './rule-node.ts';
import { RuleRun } from './rule-run.ts';

/** Cost that kube-apiserver lets all rules use on one object. */
const objectBudget = 10_000_000;

export interface CelOptions {
  /** Path of the value itself, in front of every error's field. Default: none. */
  readonly fieldPath?: string;
  /** Cost that all rules of one object may use together. Default: kube-apiserver's 10 000 000. */
  readonly costBudget?: number;
  /** Cost that one rule may use on one value. Default: kube-apiserver's 1 000 000. */
  readonly costLimit?: number;
  /** Let rules that do not look at oldSelf pass on unchanged values. Default: true when there is an old object. */
  readonly ratcheting?: boolean;
  /** The value is a whole object: `apiVersion`, `kind`, `metadata.name` and `metadata.generateName` are typed. Default true. */
  readonly isResourceRoot?: boolean;
}

export interface CelRun {
  readonly errors: FieldError[];
  /** Cost left; -1 when the budget was exceeded. */
  readonly remainingBudget: number;
}

/** Runs the `x-kubernetes-validations` of a schema over a value. Never throws; a rule cannot run longer than its cost limit. */
export function validateCel(
  value: JsonValue,
  oldValue: JsonValue | undefined,
  schema: StructuralSchema,
  options: CelOptions = {},
): FieldError[] {
  return validateCelWithBudget(value, oldValue, schema, options).errors;
}

/** As {@link validateCel}, and tells what the rules left of the budget. */
export function validateCelWithBudget(
  value: JsonValue,
  oldValue: JsonValue | undefined,
  schema: StructuralSchema,
  options: CelOptions = {},
): CelRun {
  const budget = options.costBudget ?? objectBudget;
  const node = ruleNode(schema, options.isResourceRoot ?? true);
  if (node === undefined) return { errors: [], remainingBudget: budget };
  const run = new RuleRun(budget, options.costLimit);
  const isRatcheting = options.ratcheting ?? oldValue !== undefined;
  const old: Old = isRatcheting && oldValue !== undefined ? oldValue : uncorrelated;
  run.validate(node, value, oldValue, { current: old, parent: undefined }, options.fieldPath ?? '');
  return { errors: run.errors, remainingBudget: run.budget };
}
