import type { Alert } from '@flux19/api';
import type { ObjectCache } from '@flux19/kube';
import type { KubeObject } from '@flux19/objects';
import type { FluxEvent } from '@flux19/runtime';
import { type AlertRule, compileAlert, subjectOf } from './alert-rule.ts';

/** Finds the Alerts that an event may concern without looking at all of them. */
export class AlertIndex {
  readonly #cache: ObjectCache;
  /** Rules by the object they were compiled from, which the cache replaces when it changes. */
  readonly #rules = new WeakMap<KubeObject, AlertRule>();
  #bySubject: ReadonlyMap<string, readonly AlertRule[]> | undefined;

  constructor(cache: ObjectCache) {
    this.#cache = cache;
    cache.onChange(() => {
      this.#bySubject = undefined;
    });
  }

  rulesFor(event: FluxEvent): readonly AlertRule[] {
    this.#bySubject ??= this.#build();
    return this.#bySubject.get(subjectOf(event)) ?? [];
  }

  #build(): ReadonlyMap<string, readonly AlertRule[]> {
    const bySubject = new Map<string, AlertRule[]>();
    for (const object of this.#cache.list()) {
      const rule = this.#rules.get(object) ?? tryCompile(object);
      if (rule === undefined) continue;
      this.#rules.set(object, rule);
      for (const subject of rule.subjects) {
        const rules = bySubject.get(subject) ?? [];
        rules.push(rule);
        bySubject.set(subject, rules);
      }
    }
    return bySubject;
  }
}

/** An Alert that got past the schema must not keep the others from their events. */
function tryCompile(object: KubeObject): AlertRule | undefined {
  try {
    return compileAlert(object as Alert);
  } catch {
    return undefined;
  }
}
