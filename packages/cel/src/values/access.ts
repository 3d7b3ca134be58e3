import { Opaque } from './opaque.ts';
import type { Value } from './value.ts';

/** May somebody do something? */
export interface AccessQuestion {
  /** Who; the user whom the authorizer was made for when it is absent. */
  readonly serviceAccount?: { readonly namespace: string; readonly name: string };
  readonly verb: string;
  /** Empty where a resource is asked for. */
  readonly path: string;
  readonly group: string;
  readonly resource: string;
  readonly subresource: string;
  readonly namespace: string;
  readonly name: string;
}

export interface AccessAnswer {
  readonly allowed: boolean;
  readonly reason: string;
}

export type AskAccess = (question: AccessQuestion) => AccessAnswer;

/** Values that have methods and nothing else, and equal nothing but themselves. */
abstract class Receiver extends Opaque {
  override equals(other: Value): boolean {
    return this === other;
  }

  override toString(): string {
    return this.typeName;
  }
}

type Who = Pick<AccessQuestion, 'serviceAccount'>;

/** Answers for a user what it may do. */
export class Authorizer extends Receiver {
  override readonly typeName = 'kubernetes.authorization.Authorizer';
  readonly ask: AskAccess;
  readonly who: Who;

  constructor(ask: AskAccess, who: Who = {}) {
    super();
    this.ask = ask;
    this.who = who;
  }
}

/** A path that is no resource. */
export class PathCheck extends Receiver {
  override readonly typeName = 'kubernetes.authorization.PathCheck';
  readonly #authorizer: Authorizer;
  readonly #path: string;

  constructor(authorizer: Authorizer, path: string) {
    super();
    this.#authorizer = authorizer;
    this.#path = path;
  }

  check(verb: string): Decision {
    const nothing = { group: '', resource: '', subresource: '', namespace: '', name: '' };
    const { ask, who } = this.#authorizer;
    return new Decision(ask({ ...who, ...nothing, verb, path: this.#path }));
  }
}

/** An API group. */
export class GroupCheck extends Receiver {
  override readonly typeName = 'kubernetes.authorization.GroupCheck';
  readonly authorizer: Authorizer;
  readonly group: string;

  constructor(authorizer: Authorizer, group: string) {
    super();
    this.authorizer = authorizer;
    this.group = group;
  }
}

type ResourceName = Pick<AccessQuestion, 'group' | 'resource' | 'subresource' | 'namespace' | 'name'>;

/** A resource, or some objects of it. */
export class ResourceCheck extends Receiver {
  override readonly typeName = 'kubernetes.authorization.ResourceCheck';
  readonly #authorizer: Authorizer;
  readonly #what: ResourceName;

  constructor(authorizer: Authorizer, what: ResourceName) {
    super();
    this.#authorizer = authorizer;
    this.#what = what;
  }

  with(change: Partial<ResourceName>): ResourceCheck {
    return new ResourceCheck(this.#authorizer, { ...this.#what, ...change });
  }

  check(verb: string): Decision {
    const { ask, who } = this.#authorizer;
    return new Decision(ask({ ...who, ...this.#what, verb, path: '' }));
  }
}

/** What an authorizer said. */
export class Decision extends Receiver {
  override readonly typeName = 'kubernetes.authorization.Decision';
  readonly answer: AccessAnswer;

  constructor(answer: AccessAnswer) {
    super();
    this.answer = answer;
  }
}
