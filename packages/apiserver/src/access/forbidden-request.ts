import { forbidden } from '../errors/api-errors.ts';
import type { StatusError } from '../errors/status-error.ts';
import type { AccessAttributes } from './authorizer.ts';

/** The refusal of a request that the authorizer did not allow. */
export function forbiddenRequest(attributes: AccessAttributes, reason: string | undefined): StatusError {
  const text = withoutMarkup(describe(attributes));
  const why = reason === undefined || reason === '' ? text : `${text}: ${reason}`;
  return forbidden({ group: attributes.group, resource: attributes.resource }, attributes.name, why);
}

function describe({ user, verb, group, resource, subresource, namespace, path }: AccessAttributes): string {
  const who = `User ${JSON.stringify(user.name)} cannot ${verb}`;
  if (resource === '') return `${who} path ${JSON.stringify(path)}`;
  const what = subresource === '' ? resource : `${resource}/${subresource}`;
  const where = namespace === '' ? 'at the cluster scope' : `in the namespace ${JSON.stringify(namespace)}`;
  return `${who} resource ${JSON.stringify(what)} in API group ${JSON.stringify(group)} ${where}`;
}

/** Names come from outside; kube-apiserver keeps them from being read as markup. */
function withoutMarkup(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
