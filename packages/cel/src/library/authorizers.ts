// https://kubernetes.io/docs/reference/using-api/cel/#kubernetes-authorizer-library
import { Authorizer, type Decision, GroupCheck, PathCheck, ResourceCheck } from '../values/access.ts';
import { Fault } from '../values/fault.ts';
import type { Value } from '../values/value.ts';
import { declare, type FunctionDeclaration, overload } from './declaration.ts';

const authorizer = 'kubernetes.authorization.Authorizer';
const pathCheck = 'kubernetes.authorization.PathCheck';
const groupCheck = 'kubernetes.authorization.GroupCheck';
const resourceCheck = 'kubernetes.authorization.ResourceCheck';
const decision = 'kubernetes.authorization.Decision';

const accountName = /^[a-z0-9]([-a-z0-9.]*[a-z0-9])?$/;
const namespaceName = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/;

function path(target: Authorizer, text: string): Value {
  return text.trim() === '' ? new Fault('path must not be empty') : new PathCheck(target, text);
}

function serviceAccount(target: Authorizer, namespace: string, name: string): Value {
  if (!accountName.test(name)) return new Fault('Invalid service account name');
  if (!namespaceName.test(namespace)) return new Fault('Invalid service account namespace');
  return new Authorizer(target.ask, { serviceAccount: { namespace, name } });
}

function resource(target: GroupCheck, text: string): Value {
  if (text.trim() === '') return new Fault('resource must not be empty');
  const { group } = target;
  return new ResourceCheck(target.authorizer, { group, resource: text, subresource: '', namespace: '', name: '' });
}

const narrow =
  (part: 'subresource' | 'namespace' | 'name') =>
  (target: ResourceCheck, text: string): Value =>
    target.with({ [part]: text });
/** Access is not given by fields and labels here: whoever may see all of a resource may see a selection. */
const unchanged = (target: ResourceCheck): Value => target;

/** Kubernetes' authorizer functions. Only admission policies and webhooks have an authorizer to call them on. */
export const authorizerLibrary: readonly FunctionDeclaration[] = [
  declare('path', overload('authorizer_path', `${authorizer}.(string) -> ${pathCheck}`, path)),
  declare(
    'group',
    overload(
      'authorizer_group',
      `${authorizer}.(string) -> ${groupCheck}`,
      (target: Authorizer, name: string) => new GroupCheck(target, name),
    ),
  ),
  declare(
    'serviceAccount',
    overload('authorizer_serviceaccount', `${authorizer}.(string, string) -> ${authorizer}`, serviceAccount),
  ),
  declare('resource', overload('groupcheck_resource', `${groupCheck}.(string) -> ${resourceCheck}`, resource)),
  ...(['subresource', 'namespace', 'name'] as const).map((part) =>
    declare(part, overload(`resourcecheck_${part}`, `${resourceCheck}.(string) -> ${resourceCheck}`, narrow(part))),
  ),
  ...(['fieldSelector', 'labelSelector'] as const).map((part) =>
    declare(
      part,
      overload(`authorizer_${part.toLowerCase()}`, `${resourceCheck}.(string) -> ${resourceCheck}`, unchanged),
    ),
  ),
  declare(
    'check',
    overload('pathcheck_check', `${pathCheck}.(string) -> ${decision}`, (target: PathCheck, verb: string) =>
      target.check(verb),
    ),
    overload('resourcecheck_check', `${resourceCheck}.(string) -> ${decision}`, (target: ResourceCheck, verb: string) =>
      target.check(verb),
    ),
  ),
  declare(
    'errored',
    overload('decision_errored', `${decision}.() -> bool`, () => false),
  ),
  declare(
    'error',
    overload('decision_error', `${decision}.() -> string`, () => ''),
  ),
  declare(
    'allowed',
    overload('decision_allowed', `${decision}.() -> bool`, ({ answer }: Decision) => answer.allowed),
  ),
  declare(
    'reason',
    overload('decision_reason', `${decision}.() -> string`, ({ answer }: Decision) => answer.reason),
  ),
];
