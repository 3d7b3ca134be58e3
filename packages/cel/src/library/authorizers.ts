import { noSuchOverload } from '../values/fault.ts';
import { declare, type FunctionDeclaration, overload } from './declaration.ts';

const authorizer = 'kubernetes.authorization.Authorizer';
const pathCheck = 'kubernetes.authorization.PathCheck';
const groupCheck = 'kubernetes.authorization.GroupCheck';
const resourceCheck = 'kubernetes.authorization.ResourceCheck';
const decision = 'kubernetes.authorization.Decision';

function named(name: string, ...overloads: readonly (readonly [id: string, signature: string])[]): FunctionDeclaration {
  return declare(name, ...overloads.map(([id, signature]) => overload(id, signature, noSuchOverload)));
}

/**
 * Kubernetes' authorizer functions. Only admission policies have an authorizer to call them on; rules see them declared,
 * so that a rule which uses one is told that it has no authorizer, and nothing else.
 */
export const authorizerLibrary: readonly FunctionDeclaration[] = [
  named('path', ['authorizer_path', `${authorizer}.(string) -> ${pathCheck}`]),
  named('group', ['authorizer_group', `${authorizer}.(string) -> ${groupCheck}`]),
  named('serviceAccount', ['authorizer_serviceaccount', `${authorizer}.(string, string) -> ${authorizer}`]),
  named('resource', ['groupcheck_resource', `${groupCheck}.(string) -> ${resourceCheck}`]),
  named('subresource', ['resourcecheck_subresource', `${resourceCheck}.(string) -> ${resourceCheck}`]),
  named('namespace', ['resourcecheck_namespace', `${resourceCheck}.(string) -> ${resourceCheck}`]),
  named('name', ['resourcecheck_name', `${resourceCheck}.(string) -> ${resourceCheck}`]),
  named('fieldSelector', ['authorizer_fieldselector', `${resourceCheck}.(string) -> ${resourceCheck}`]),
  named('labelSelector', ['authorizer_labelselector', `${resourceCheck}.(string) -> ${resourceCheck}`]),
  named(
    'check',
    ['pathcheck_check', `${pathCheck}.(string) -> ${decision}`],
    ['resourcecheck_check', `${resourceCheck}.(string) -> ${decision}`],
  ),
  named('errored', ['decision_errored', `${decision}.() -> bool`]),
  named('error', ['decision_error', `${decision}.() -> string`]),
  named('allowed', ['decision_allowed', `${decision}.() -> bool`]),
  named('reason', ['decision_reason', `${decision}.() -> string`]),
];
