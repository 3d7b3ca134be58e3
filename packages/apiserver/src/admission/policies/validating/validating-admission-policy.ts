// https://kubernetes.io/docs/reference/access-authn-authz/validating-admission-policy/
import type { JsonObject, KubeObject } from '@flux19/objects';
import type { Authorizer } from '../../../access/authorizer.ts';
import { StatusError } from '../../../errors/status-error.ts';
import { asJson, objectField, textsField } from '../../../json/fields.ts';
import type { AdmissionPlugin, AdmissionRequest, AdmissionSubject } from '../../../server/admission.ts';
import { bindings } from '../../expressions/bindings.ts';
import { type Attributes, requestAttributes } from '../../matching/attributes.ts';
import { isExempt, type MatchServices, matchResources } from '../../matching/find-match.ts';
import { refusal } from '../../refuse.ts';
import { BoundPolicies, type BoundPolicy } from '../bound-policies.ts';
import { collectParams, findKind, PolicyFault } from '../policy-params.ts';
import { type CompiledPolicy, compilePolicy } from './compile-policy.ts';
import { evaluatePolicy, type Objection } from './evaluate-policy.ts';

export interface PolicyServices extends MatchServices {
  readonly authorizer: Authorizer;
}

/** An objection, and whose it is. */
interface Denial extends Objection {
  readonly policy: string;
  /** Undefined where the policy itself is at fault. */
  readonly binding: string | undefined;
}

/** Asks the policies that bindings put into force. */
export class ValidatingAdmissionPolicy implements AdmissionPlugin {
  readonly name = 'ValidatingAdmissionPolicy';
  readonly #services: PolicyServices;
  readonly #policies: BoundPolicies<CompiledPolicy>;

  constructor(services: PolicyServices) {
    this.#services = services;
    this.#policies = new BoundPolicies(services.store, 'validating', compilePolicy);
  }

  repeats(subject: AdmissionSubject): boolean {
    return this.#policies.all().length > 0 && !isExempt(subject);
  }

  validate(request: AdmissionRequest): readonly string[] | undefined {
    const policies = this.#policies.all();
    if (policies.length === 0 || isExempt(request)) return undefined;
    const attributes = requestAttributes(this.#services.catalogue, request);
    const warnings: string[] = [];
    const denials = policies.flatMap((policy) => this.#ask(policy, attributes, warnings));
    const [first] = denials;
    if (first !== undefined) throw denied(request, first);
    return warnings;
  }

  #ask(
    { policy, compiled, bindings: bound }: BoundPolicy<CompiledPolicy>,
    attributes: Attributes,
    warnings: string[],
  ): Denial[] {
    const spec = objectField(asJson(policy), 'spec');
    const { name } = policy.metadata;
    const matched = matchResources(objectField(spec, 'matchConstraints'), attributes, this.#services);
    if (matched === undefined) return [];
    const paramKind = objectField(spec, 'paramKind');
    const fault = paramKind === undefined ? undefined : this.#faultOf(paramKind);
    if (fault !== undefined) {
      return failed(compiled, { policy: name, binding: undefined, message: `failed to configure policy: ${fault}` });
    }
    return bound.flatMap((binding) => this.#askBinding({ policy, compiled, binding, paramKind }, matched, warnings));
  }

  #faultOf(paramKind: JsonObject): string | undefined {
    try {
      findKind(paramKind, this.#services);
      return undefined;
    } catch (thrown) {
      if (thrown instanceof PolicyFault) return thrown.message;
      throw thrown;
    }
  }

  #askBinding(asked: AskedBinding, attributes: Attributes, warnings: string[]): Denial[] {
    const { policy, compiled, binding } = asked;
    const spec = objectField(asJson(binding), 'spec');
    const names = { policy: policy.metadata.name, binding: binding.metadata.name };
    try {
      if (matchResources(objectField(spec, 'matchResources'), attributes, this.#services) === undefined) return [];
      const objections = this.#evaluate(asked, objectField(spec, 'paramRef'), attributes);
      const actions = textsField(spec, 'validationActions');
      if (actions.includes('Warn')) warnings.push(...objections.map((one) => warningOf(names, one)));
      return actions.includes('Deny') ? objections.map((objection) => ({ ...names, ...objection })) : [];
    } catch (thrown) {
      if (!(thrown instanceof PolicyFault)) throw thrown;
      return failed(compiled, { ...names, message: `failed to configure binding: ${thrown.message}` });
    }
  }

  #evaluate(
    { compiled, paramKind }: AskedBinding,
    paramRef: JsonObject | undefined,
    attributes: Attributes,
  ): Objection[] {
    const { store, authorizer } = this.#services;
    const isNamespace = attributes.kind.group === '' && attributes.kind.kind === 'Namespace';
    const place = isNamespace ? '' : attributes.namespace;
    const namespace = place === '' ? undefined : store.collection('/namespaces').get('', place)?.object;
    return collectParams(paramKind, paramRef, attributes.namespace, this.#services).flatMap((param) => {
      const params = compiled.hasParams ? param : undefined;
      return evaluatePolicy(compiled, bindings(attributes, { params, namespace, authorizer }));
    });
  }
}

interface AskedBinding {
  readonly policy: KubeObject;
  readonly compiled: CompiledPolicy;
  readonly binding: KubeObject;
  readonly paramKind: JsonObject | undefined;
}

function failed({ failurePolicy }: CompiledPolicy, denial: Omit<Denial, 'reason'>): Denial[] {
  return failurePolicy === 'Ignore' ? [] : [{ ...denial, reason: '' }];
}

function warningOf({ policy, binding }: { policy: string; binding: string }, { message }: Objection): string {
  return `Validation failed for ValidatingAdmissionPolicy '${policy}' with binding '${binding}': ${message}`;
}

const codes: Readonly<Record<string, number>> = {
  Forbidden: 403,
  Unauthorized: 401,
  RequestEntityTooLarge: 413,
  Invalid: 422,
};

function denied(request: AdmissionRequest, { policy, binding, message, reason }: Denial): StatusError {
  const which = binding === undefined ? `'${policy}'` : `'${policy}' with binding '${binding}'`;
  const text = `ValidatingAdmissionPolicy ${which} denied request: ${message}`;
  const { status } = refusal(request, text);
  const shown = reason === '' ? 'Invalid' : reason;
  return new StatusError({
    code: codes[shown] ?? 422,
    reason: shown,
    message: status.message ?? text,
    details: { ...status.details, causes: [{ message: text }] },
  });
}
