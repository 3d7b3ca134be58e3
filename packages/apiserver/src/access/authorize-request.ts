import type { RequestInfo } from '../http/request-info.ts';
import type { Authorizer } from './authorizer.ts';
import { forbiddenRequest } from './forbidden-request.ts';
import type { UserInfo } from './user-info.ts';

/** Lets a request pass that its sender may send; `verb` where it is not that of the request. Throws StatusError 403. */
export function authorizeRequest(
  authorizer: Authorizer,
  user: UserInfo,
  info: RequestInfo,
  verb: string = info.verb,
): void {
  const { group, version, resource, subresource, namespace, name, path } = info;
  const attributes = { user, verb, group, version, resource, subresource, namespace, name, path };
  const decision = authorizer.authorize(attributes);
  if (!decision.allowed) throw forbiddenRequest(attributes, decision.reason);
}
