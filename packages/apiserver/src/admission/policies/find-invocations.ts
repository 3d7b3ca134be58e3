import type { Value } from '@flux19/cel';
import type { JsonObject, KubeObject } from '@flux19/objects';
import type { Authorizer } from '../../access/authorizer.ts';
import { asJson, objectField } from '../../json/fields.ts';
import { bindings } from '../expressions/bindings.ts';
import type { Attributes } from '../matching/attributes.ts';
import { type MatchServices, matchResources } from '../matching/find-match.ts';
import type { BoundPolicy } from './bound-policies.ts';
import { collectParams, findKind, PolicyFault } from './policy-params.ts';

export interface PolicyServices extends MatchServices {
  readonly authorizer: Authorizer;
}

/** A policy that a binding applies to a write, with one of its parameters. */
export interface Invocation<Compiled> {
  readonly policy: KubeObject;
  readonly compiled: Compiled;
  readonly binding: KubeObject;
  /** The write in the version that the policy is about. */
  readonly attributes: Attributes;
  readonly param: KubeObject | null;
  readonly fault?: never;
}

/** A policy or binding that cannot be carried out. */
interface ConfigurationFault<Compiled> {
  readonly policy: KubeObject;
  readonly compiled: Compiled;
  /** Undefined where the policy itself is at fault. */
  readonly binding: KubeObject | undefined;
  readonly fault: string;
}

export type Found<Compiled> = Invocation<Compiled> | ConfigurationFault<Compiled>;

/** What the bindings of a policy want to have done about a write. */
export function findInvocations<Compiled>(
  bound: BoundPolicy<Compiled>,
  attributes: Attributes,
  services: PolicyServices,
): Found<Compiled>[] {
  const { policy, compiled } = bound;
  const spec = objectField(asJson(policy), 'spec');
  const matched = matchResources(objectField(spec, 'matchConstraints'), attributes, services);
  if (matched === undefined) return [];
  const paramKind = objectField(spec, 'paramKind');
  try {
    if (paramKind !== undefined) findKind(paramKind, services);
  } catch (thrown) {
    return [{ policy, compiled, binding: undefined, fault: faultText('policy', thrown) }];
  }
  return bound.bindings.flatMap((binding): Found<Compiled>[] => {
    const of = { policy, compiled, binding };
    try {
      const params = paramsOf(binding, paramKind, matched, services);
      return params.map((param) => ({ ...of, attributes: matched, param }));
    } catch (thrown) {
      return [{ ...of, fault: faultText('binding', thrown) }];
    }
  });
}

/** None when the binding is not about the write. */
function paramsOf(
  binding: KubeObject,
  paramKind: JsonObject | undefined,
  matched: Attributes,
  services: PolicyServices,
): readonly (KubeObject | null)[] {
  const spec = objectField(asJson(binding), 'spec');
  if (matchResources(objectField(spec, 'matchResources'), matched, services) === undefined) return [];
  return collectParams(paramKind, objectField(spec, 'paramRef'), matched.namespace, services);
}

function faultText(what: string, thrown: unknown): string {
  if (thrown instanceof PolicyFault) return `failed to configure ${what}: ${thrown.message}`;
  throw thrown;
}

/** The values of the variables of an invocation. */
export function invocationBindings(
  { attributes, param }: Pick<Invocation<unknown>, 'attributes' | 'param'>,
  hasParams: boolean,
  { store, authorizer }: PolicyServices,
): Map<string, Value> {
  const isNamespace = attributes.kind.group === '' && attributes.kind.kind === 'Namespace';
  const place = isNamespace ? '' : attributes.namespace;
  const namespace = place === '' ? undefined : store.collection('/namespaces').get('', place)?.object;
  return bindings(attributes, { params: hasParams ? param : undefined, namespace, authorizer });
}
