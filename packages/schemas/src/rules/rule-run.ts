import { Fault, none, Optional, type Value } from '@flux19/cel';
import { getKey, type JsonObject, type JsonValue } from '@flux19/objects';
import type { FieldError } from '../errors/field-error.ts';
import { child, entry, item, shown } from '../errors/field-path.ts';
import { invalid } from '../errors/make-field-error.ts';
import { itemCorrelator, uncorrelated } from '../validation/correlation.ts';
import type { CompiledRule } from './compile-rule.ts';
import { isRatcheted, type Ratchet, ratchetField, ratchetItem } from './ratchet.ts';
import { brokenRule, failedRule, ruleText } from './rule-errors.ts';
import { evaluateMessage } from './rule-message.ts';
import type { RuleNode } from './rule-node.ts';
import { typedValue } from './typed-value.ts';

/** Walks a value and runs the rules that apply, as long as the budget lasts. */
export class RuleRun {
  readonly errors: FieldError[] = [];
  /** Cost left; -1 once it is used up, which ends the run. */
  budget: number;
  readonly #costLimit: number | undefined;

  constructor(budget: number, costLimit: number | undefined) {
    this.budget = budget;
    this.#costLimit = costLimit;
  }

  validate(node: RuleNode, value: JsonValue, old: JsonValue | undefined, ratchet: Ratchet, path: string): void {
    if (value === null || this.budget < 0) return;
    if (node.rules.length > 0) this.#runRules(node, value, old, ratchet, path);
    for (const part of node.allOf) {
      this.validate(part, value, old, { current: uncorrelated, parent: ratchet.parent }, path);
    }
    if (this.budget < 0 || typeof value !== 'object') return;
    if (Array.isArray(value)) this.#validateItems(node, value, old, ratchet, path);
    else this.#validateFields(node, value, old, ratchet, path);
  }

  #validateItems(node: RuleNode, list: JsonValue[], old: JsonValue | undefined, ratchet: Ratchet, path: string): void {
    if (node.items === undefined) return;
    const correlate = itemCorrelator(old ?? uncorrelated, node.schema);
    const ratchetOf = itemCorrelator(ratchet.current, node.schema);
    for (const [index, element] of list.entries()) {
      const oldItem = correlate(element);
      const oldElement = oldItem === uncorrelated ? undefined : oldItem;
      const itemRatchet = ratchetItem(ratchet, list, ratchetOf(element));
      this.validate(node.items, element, oldElement, itemRatchet, item(path, index));
    }
  }

  #validateFields(
    node: RuleNode,
    object: JsonObject,
    old: JsonValue | undefined,
    ratchet: Ratchet,
    path: string,
  ): void {
    const oldFields = typeof old === 'object' && old !== null && !Array.isArray(old) ? old : {};
    for (const key of Object.keys(object)) {
      const value = object[key];
      const property = node.properties.get(key);
      if (value === undefined || (property ?? node.additional) === undefined) continue;
      const below = ratchetField(ratchet, object, key, node.schema);
      const oldValue = getKey(oldFields, key);
      if (node.additional !== undefined) this.validate(node.additional, value, oldValue, below, entry(path, key));
      if (property !== undefined) this.validate(property, value, oldValue, below, child(path, key));
    }
  }

  #runRules(node: RuleNode, value: JsonValue, old: JsonValue | undefined, ratchet: Ratchet, path: string): void {
    const type = node.schema.type ?? '';
    if (this.budget <= 0) {
      this.#stop(invalid(shown(path), type, outOfBudget));
      return;
    }
    const bindings = bind(node, value, old);
    for (const rule of node.rules) {
      if (this.budget < 0) return;
      if (rule.error !== undefined) this.errors.push(invalid(shown(path), type, `rule compile error: ${rule.error}`));
      else this.#runRule(rule, bindings, { value, old, ratchet, path, type });
    }
  }

  #runRule(rule: CompiledRule, bindings: Bindings, place: Place): void {
    const isOptional = rule.rule.optionalOldSelf === true;
    const hasOld = place.old !== undefined && place.old !== null;
    // Rules on transitions need something to compare with, unless they say that they can do without.
    if (rule.program === undefined || (rule.usesOldSelf && !hasOld && !isOptional)) return;
    const values = isOptional ? bindings.optional : bindings.plain;
    const { value, cost, isCostExceeded } = rule.program.run(values, this.#limits());
    if (cost > this.budget) {
      this.#stop(invalid(shown(place.path), place.type, outOfBudget));
      return;
    }
    this.budget -= cost;
    if (isCostExceeded) this.#stop(brokenRule(rule.rule, value as Fault, place, true));
    else if (value instanceof Fault) this.errors.push(brokenRule(rule.rule, value, place, false));
    else if (value !== true) this.#failRule(rule, values, place);
  }

  #limits(): { costLimit?: number } {
    return this.#costLimit === undefined ? {} : { costLimit: this.#costLimit };
  }

  #failRule(rule: CompiledRule, values: ReadonlyMap<string, Value>, place: Place): void {
    const field = rule.fieldPath === '' ? place.path : child(place.path, rule.fieldPath);
    const message = evaluateMessage(rule, values, this.budget, this.#limits());
    this.budget = message.remainingBudget;
    const error =
      message.failure === undefined
        ? failedRule(rule.rule, field, place, message.text ?? ruleText(rule.rule))
        : invalid(shown(field), place.type, message.failure);
    const isOldFault = !rule.usesOldSelf && isRatcheted(place.ratchet, place.value);
    if (!isOldFault) this.errors.push(error);
  }

  #stop(error: FieldError): void {
    this.errors.push(error);
    this.budget = -1;
  }
}

const outOfBudget = 'validation failed due to running out of cost budget, no further validation rules will be run';

/** Where a rule runs, and on what. */
export interface Place {
  readonly value: JsonValue;
  readonly old: JsonValue | undefined;
  readonly ratchet: Ratchet;
  readonly path: string;
  readonly type: string;
}

interface Bindings {
  readonly plain: ReadonlyMap<string, Value>;
  /** For rules whose oldSelf is optional. */
  readonly optional: ReadonlyMap<string, Value>;
}

function bind(node: RuleNode, value: JsonValue, old: JsonValue | undefined): Bindings {
  const self = typedValue(value, node.schema);
  if (!node.usesOldSelf) {
    const plain = new Map([['self', self]]);
    return { plain, optional: plain };
  }
  const hasOld = old !== undefined && old !== null;
  const oldSelf = hasOld ? typedValue(old, node.schema) : undefined;
  const plain = new Map([['self', self]]);
  if (oldSelf !== undefined) plain.set('oldSelf', oldSelf);
  const optional = new Map<string, Value>([
    ['self', self],
    ['oldSelf', oldSelf === undefined ? none : new Optional(oldSelf)],
  ]);
  return { plain, optional };
}
