import type { Fault, FaultRequest } from '@flux19/apiserver';
import type { ActiveFaultRule, FaultRule } from './fault-rule.ts';
import { matchesRequest } from './matches-request.ts';
import { FaultRuleError, parseFaultRules } from './parse-fault-rules.ts';
import { randomDraws } from './random-draws.ts';

interface Entry {
  readonly rule: FaultRule & { readonly name: string; readonly seed: number };
  readonly draw: () => number;
  seen: number;
  hits: number;
}

/** The faults of a cluster: rules that come and go while it runs. The first rule that hits a request decides about it. */
export class FaultSwitchboard {
  readonly #entries = new Map<string, Entry>();
  readonly #random: () => number;
  #made = 0;

  /** @param random for seeds that nobody gave */
  constructor(random: () => number = Math.random) {
    this.#random = random;
  }

  /** Puts a rule in force, behind those that are. Throws FaultRuleError for a rule that makes no sense or whose name is taken. */
  add(rule: FaultRule): ActiveFaultRule {
    parseFaultRules([rule]);
    const name = rule.name ?? this.#freeName();
    if (this.#entries.has(name)) throw new FaultRuleError([{ field: 'faults[0].name', why: `"${name}" is taken` }]);
    const seed = rule.seed ?? Math.floor(this.#random() * 2 ** 31);
    const entry: Entry = { rule: { ...rule, name, seed }, draw: randomDraws(seed), seen: 0, hits: 0 };
    this.#entries.set(name, entry);
    return active(entry);
  }

  /** Rules in force, in the order in which they are asked. */
  list(): readonly ActiveFaultRule[] {
    return [...this.#entries.values()].map(active);
  }

  get(name: string): ActiveFaultRule | undefined {
    const entry = this.#entries.get(name);
    return entry === undefined ? undefined : active(entry);
  }

  /** Whether there was such a rule. */
  remove(name: string): boolean {
    return this.#entries.delete(name);
  }

  clear(): void {
    this.#entries.clear();
  }

  /** The fault that a request gets; undefined when it gets none. */
  decide(request: FaultRequest): Fault | undefined {
    for (const entry of this.#entries.values()) {
      if (!matchesRequest(entry.rule, request)) continue;
      entry.seen += 1;
      if (!isHit(entry)) continue;
      entry.hits += 1;
      return entry.rule.fault;
    }
    return undefined;
  }

  #freeName(): string {
    do this.#made += 1;
    while (this.#entries.has(`fault-${this.#made}`));
    return `fault-${this.#made}`;
  }
}

/** The draw comes first, so that it depends on how many requests matched and on nothing else. */
function isHit({ rule, draw, seen, hits }: Entry): boolean {
  const { probability = 1, skip = 0, times = Number.POSITIVE_INFINITY } = rule;
  return draw() < probability && seen > skip && hits < times;
}

function active({ rule, seen, hits }: Entry): ActiveFaultRule {
  return { ...rule, seen, hits };
}
