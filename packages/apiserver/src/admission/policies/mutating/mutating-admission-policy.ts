// https://kubernetes.io/docs/reference/access-authn-authz/mutating-admission-policy/
import type { JsonValue, KubeObject } from '@flux19/objects';
import { internalError } from '../../../errors/api-errors.ts';
import { StatusError } from '../../../errors/status-error.ts';
import { asJson } from '../../../json/fields.ts';
import type { AdmissionPlugin, AdmissionRequest, AdmissionSubject } from '../../../server/admission.ts';
import { admittedObject } from '../../admitted-object.ts';
import { Budget, evaluate, OutOfBudget, policyBudget } from '../../expressions/budget.ts';
import { LazyVariables } from '../../expressions/composed-variables.ts';
import { checkConditions } from '../../expressions/match-conditions.ts';
import { type Attributes, inOtherVersion, requestAttributes } from '../../matching/attributes.ts';
import { isExempt } from '../../matching/find-match.ts';
import { type PatchServices, patchedObject } from '../../patched-object.ts';
import { refusal } from '../../refuse.ts';
import { BoundPolicies } from '../bound-policies.ts';
import {
  type Found,
  findInvocations,
  type Invocation,
  invocationBindings,
  type PolicyServices,
} from '../find-invocations.ts';
import { PolicyFault } from '../policy-params.ts';
import { applyConfiguration } from './apply-configuration.ts';
import { applyOperations } from './apply-operations.ts';
import { type CompiledMutatingPolicy, compileMutatingPolicy, type Mutation } from './compile-mutating-policy.ts';
import { madeValue } from './made-value.ts';
import { Reinvocations } from './reinvocations.ts';

export type MutatingPolicyServices = PolicyServices & PatchServices;

interface Failure {
  readonly message: string;
  /** As in a Status; empty for the default. */
  readonly reason: string;
}

/** Lets the policies that bindings put into force change a write, one after the other. */
export class MutatingAdmissionPolicy implements AdmissionPlugin {
  readonly name = 'MutatingAdmissionPolicy';
  readonly #services: MutatingPolicyServices;
  readonly #policies: BoundPolicies<CompiledMutatingPolicy>;

  constructor(services: MutatingPolicyServices) {
    this.#services = services;
    this.#policies = new BoundPolicies(services.store, 'mutating', compileMutatingPolicy);
  }

  repeats(subject: AdmissionSubject): boolean {
    return this.#policies.all().length > 0 && !isExempt(subject);
  }

  mutate(request: AdmissionRequest): KubeObject {
    const given = admittedObject(request);
    const policies = this.#policies.all();
    if (policies.length === 0 || isExempt(request)) return given;
    const attributes = requestAttributes(this.#services.catalogue, request);
    const found = policies.flatMap((policy) => findInvocations(policy, attributes, this.#services));
    return found.length === 0 ? given : this.#carryOut(found, request, given);
  }

  #carryOut(found: readonly Found<CompiledMutatingPolicy>[], request: AdmissionRequest, given: KubeObject): KubeObject {
    const reinvocations = Reinvocations.of(request, given);
    const failures: Failure[] = [];
    const fail = ({ policy, compiled, binding }: Found<CompiledMutatingPolicy>, why: string, reason: string): void => {
      if (compiled.failurePolicy === 'Fail') {
        failures.push({ message: failureText(policy.metadata.name, binding?.metadata.name, why), reason });
      }
    };
    let object = given;
    for (const one of found) {
      if (one.fault !== undefined) fail(one, one.fault, '');
      else object = this.#invoke(one, { ...request, object }, reinvocations, (why) => fail(one, why, 'Invalid'));
    }
    reinvocations.finish(object);
    const [first] = failures;
    if (first === undefined) return object;
    throw denied(request, first, failures);
  }

  #invoke(
    invocation: Invocation<CompiledMutatingPolicy>,
    request: AdmissionRequest,
    reinvocations: Reinvocations,
    fail: (why: string) => void,
  ): KubeObject {
    const { compiled } = invocation;
    const given = admittedObject(request);
    const met = checkConditions(compiled.conditions, (budget) => this.#variables(invocation, request, budget));
    if (met === 'unmet') return given;
    if (met !== 'met') {
      fail(met.error);
      return given;
    }
    const key = keyOf(invocation);
    if (!reinvocations.isDue(key)) return given;
    let object = given;
    for (const mutation of compiled.mutations) {
      try {
        object = this.#mutated(mutation, invocation, { ...request, object });
        reinvocations.notePatch();
      } catch (thrown) {
        if (!(thrown instanceof PolicyFault || thrown instanceof OutOfBudget)) throw thrown;
        fail(thrown.message);
      }
    }
    if (compiled.isReinvoked) reinvocations.noteInvoked(key);
    return object;
  }

  /** Throws {@link PolicyFault}, {@link OutOfBudget}. */
  #mutated(
    { patchType, expression }: Mutation,
    invocation: Invocation<CompiledMutatingPolicy>,
    request: AdmissionRequest,
  ): KubeObject {
    if (expression.error !== undefined) throw new PolicyFault(expression.error);
    const attributes = this.#attributes(invocation, request);
    const { object, resource } = attributes;
    if (object === undefined) return admittedObject(request);
    const budget = new Budget(policyBudget);
    const { value = null, error } = evaluate(expression, this.#variables(invocation, request, budget), budget);
    if (error !== undefined) throw new PolicyFault(error);
    const schema = this.#services.catalogue.find(resource.group, resource.version, resource.resource)?.version.schema;
    const changed: JsonValue =
      patchType === 'JSONPatch'
        ? applyOperations(asJson(object), value)
        : applyConfiguration(asJson(object), madeValue(value), schema);
    try {
      return patchedObject(changed, attributes, this.#services, 'refuse') ?? admittedObject(request);
    } catch (thrown) {
      throw internalError(thrown);
    }
  }

  /** The write as it is by now, in the version that the policy is about. */
  #attributes({ attributes }: Invocation<CompiledMutatingPolicy>, request: AdmissionRequest): Attributes {
    const { catalogue } = this.#services;
    return inOtherVersion(catalogue, requestAttributes(catalogue, request), attributes.resource.version);
  }

  #variables(
    invocation: Invocation<CompiledMutatingPolicy>,
    request: AdmissionRequest,
    budget: Budget,
  ): ReturnType<typeof invocationBindings> {
    const { compiled, param } = invocation;
    const attributes = this.#attributes(invocation, request);
    const values = invocationBindings({ attributes, param }, compiled.hasParams, this.#services);
    return values.set('variables', new LazyVariables(compiled.variables, values, budget));
  }
}

function keyOf({ policy, binding, param }: Invocation<CompiledMutatingPolicy>): string {
  const { namespace = '', name = '' } = param?.metadata ?? {};
  return JSON.stringify([policy.metadata.name, binding.metadata.name, namespace, name]);
}

function failureText(policy: string, binding: string | undefined, why: string): string {
  if (binding === undefined) return `policy ${JSON.stringify(policy)} denied request: ${why}`;
  return `policy '${policy}' with binding '${binding}' denied request: ${why}`;
}

function denied(request: AdmissionRequest, { message, reason }: Failure, failures: readonly Failure[]): StatusError {
  const { status } = refusal(request, '');
  return new StatusError({
    code: 403,
    reason: reason === '' ? 'Forbidden' : reason,
    message,
    details: { ...status.details, causes: failures.map((failure) => ({ message: failure.message })) },
  });
}
