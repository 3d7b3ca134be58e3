// https://kubernetes.io/docs/reference/access-authn-authz/validating-admission-policy/
import { StatusError } from '../../../errors/status-error.ts';
import { asJson, objectField, textsField } from '../../../json/fields.ts';
import type { AdmissionPlugin, AdmissionRequest, AdmissionSubject } from '../../../server/admission.ts';
import { requestAttributes } from '../../matching/attributes.ts';
import { isExempt } from '../../matching/find-match.ts';
import { refusal } from '../../refuse.ts';
import { BoundPolicies } from '../bound-policies.ts';
import { type Found, findInvocations, invocationBindings, type PolicyServices } from '../find-invocations.ts';
import { type CompiledPolicy, compilePolicy } from './compile-policy.ts';
import { evaluatePolicy, type Objection } from './evaluate-policy.ts';

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
    const denials = policies
      .flatMap((policy) => findInvocations(policy, attributes, this.#services))
      .flatMap((found) => this.#judge(found, warnings));
    const [first] = denials;
    if (first !== undefined) throw denied(request, first);
    return warnings;
  }

  #judge(found: Found<CompiledPolicy>, warnings: string[]): Denial[] {
    const { policy, compiled, binding } = found;
    const names = { policy: policy.metadata.name, binding: binding?.metadata.name };
    if (found.fault !== undefined) {
      return compiled.failurePolicy === 'Ignore' ? [] : [{ ...names, message: found.fault, reason: '' }];
    }
    const objections = evaluatePolicy(compiled, invocationBindings(found, compiled.hasParams, this.#services));
    const actions = textsField(objectField(asJson(found.binding), 'spec'), 'validationActions');
    if (actions.includes('Warn')) {
      warnings.push(...objections.map((one) => warningOf(policy.metadata.name, found.binding.metadata.name, one)));
    }
    return actions.includes('Deny') ? objections.map((objection) => ({ ...names, ...objection })) : [];
  }
}

function warningOf(policy: string, binding: string, { message }: Objection): string {
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
