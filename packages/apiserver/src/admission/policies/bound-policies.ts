import type { KubeObject } from '@flux19/objects';
import { asJson, objectField, textField } from '../../json/fields.ts';
import type { Store } from '../../store/store.ts';

/** A policy with what binds it. */
export interface BoundPolicy<Compiled> {
  readonly policy: KubeObject;
  readonly compiled: Compiled;
  readonly bindings: readonly KubeObject[];
}

/** The policies of a kind that some binding puts into force; made anew after a change. */
export class BoundPolicies<Compiled> {
  readonly #store: Store;
  readonly #policies: string;
  readonly #bindings: string;
  readonly #compile: (policy: KubeObject) => Compiled;
  #current: readonly BoundPolicy<Compiled>[] | undefined;

  constructor(store: Store, kind: 'validating' | 'mutating', compile: (policy: KubeObject) => Compiled) {
    this.#store = store;
    this.#policies = `admissionregistration.k8s.io/${kind}admissionpolicies`;
    this.#bindings = `admissionregistration.k8s.io/${kind}admissionpolicybindings`;
    this.#compile = compile;
    for (const resource of [this.#policies, this.#bindings]) {
      store.collection(resource).subscribe(() => {
        this.#current = undefined;
      });
    }
  }

  /** In the order of their names. */
  all(): readonly BoundPolicy<Compiled>[] {
    this.#current ??= this.#read();
    return this.#current;
  }

  #read(): readonly BoundPolicy<Compiled>[] {
    const byPolicy = new Map<string, KubeObject[]>();
    for (const { object } of this.#store.collection(this.#bindings).all()) {
      const name = textField(objectField(asJson(object), 'spec'), 'policyName');
      byPolicy.set(name, [...(byPolicy.get(name) ?? []), object]);
    }
    return this.#store
      .collection(this.#policies)
      .all()
      .flatMap((entry) => {
        const bindings = byPolicy.get(entry.name);
        if (bindings === undefined) return [];
        const compiled = entry.derived('compiled policy', () => this.#compile(entry.object));
        return [{ policy: entry.object, compiled, bindings }];
      });
  }
}
