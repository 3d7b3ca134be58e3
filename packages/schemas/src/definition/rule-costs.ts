import type { CelProgram } from '@flux19/cel';
import type { FieldError } from '../errors/field-error.ts';
import { forbidden } from '../errors/make-field-error.ts';
import type { DeclaredType } from '../rules/declared-type.ts';
import { estimateRule } from '../rules/estimate-rule.ts';

/** Cost that one rule may be estimated to have, times the values that it runs on. */
export const ruleCostLimit = 10_000_000;
/** Cost that all rules of a schema may be estimated to have together. */
const schemaCostLimit = 100_000_000;
/** Largest cost that the API server counts to. */
const maxCost = 2 ** 64;

/** Adds up what the rules of one schema may cost. */
export class RuleCosts {
  #total = 0;
  #mostExpensive: { readonly path: string; readonly cost: number }[] = [];

  estimate(program: CelProgram, self: DeclaredType): number {
    return Math.min(maxCost, estimateRule(program, self));
  }

  /** Adds the cost of a rule. Only rules that use a good part of the limit are remembered by name. */
  observe(path: string, cost: number): void {
    this.#total = Math.min(maxCost, this.#total + cost);
    if (cost < schemaCostLimit / 100) return;
    this.#mostExpensive = [...this.#mostExpensive, { path, cost }]
      .toSorted((left, right) => right.cost - left.cost)
      .slice(0, 4);
  }

  /** What to say when all rules together are too expensive. */
  errors(path: string): FieldError[] {
    if (this.#total <= schemaCostLimit) return [];
    const contributed = 'contributed to estimated rule cost total exceeding cost limit for entire OpenAPIv3 schema';
    const name = 'x-kubernetes-validations estimated rule cost total for entire OpenAPIv3 schema';
    return [
      ...this.#mostExpensive.map((rule) => forbidden(rule.path, contributed)),
      forbidden(path, this.explain(name, this.#total, schemaCostLimit)),
    ];
  }

  explain(name: string, cost: number, limit: number = ruleCostLimit): string {
    const advice =
      'try simplifying the rule, or adding maxItems, maxProperties, and maxLength where arrays, maps, and strings are declared';
    return `${name} exceeds budget by factor of ${factor(cost / limit)} (${advice})`;
  }
}

function factor(times: number): string {
  if (times > 100) return 'more than 100x';
  return times < 1.5 ? `${times.toFixed(6)}x` : `${times.toFixed(1)}x`;
}
