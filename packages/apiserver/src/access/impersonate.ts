// https://kubernetes.io/docs/reference/access-authn-authz/authentication/#user-impersonation
import { badRequest } from '../errors/api-errors.ts';
import type { AccessAttributes, Authorizer } from './authorizer.ts';
import { forbiddenRequest } from './forbidden-request.ts';
import { parseServiceAccountUserName, serviceAccountGroups } from './service-account-tokens.ts';
import type { UserInfo } from './user-info.ts';

const extraPrefix = 'impersonate-extra-';

/** Who a request wants to be; undefined when it wants to be nobody else. */
interface Wanted {
  readonly name: string;
  readonly uid: string | undefined;
  readonly groups: readonly string[];
  readonly extra: ReadonlyMap<string, readonly string[]>;
}

/**
 * The user that a request acts as. Throws StatusError 400 when the headers name no user, and 403 when the caller may
 * not be that user: there is no way on as oneself.
 */
export function impersonate(
  caller: UserInfo,
  headers: Headers,
  authorizer: Authorizer,
  asked: Omit<AccessAttributes, 'user'>,
): UserInfo {
  const wanted = readHeaders(headers);
  if (wanted === undefined) return caller;
  if (wanted.name === '') throw badRequest(withoutUser(wanted));
  for (const attributes of neededAccess(caller, wanted)) {
    const decision = authorizer.authorize(attributes);
    if (!decision.allowed) throw forbiddenRequest(refusedAttributes(caller, wanted, asked), decision.reason);
  }
  return impersonated(wanted);
}

/** Kubernetes words the refusal for those who may be somebody else for some requests only. */
function refusedAttributes(
  user: UserInfo,
  { name }: Wanted,
  { verb, ...asked }: Omit<AccessAttributes, 'user'>,
): AccessAttributes {
  const mode = parseServiceAccountUserName(name) === undefined ? 'user-info' : 'serviceaccount';
  return { ...asked, user, verb: `impersonate-on:${mode}:${verb}` };
}

/** Kubernetes shows what was asked for as Go prints it. */
function withoutUser({ uid = '', groups, extra }: Wanted): string {
  const list = (texts: readonly string[]): string =>
    `[]string{${texts.map((text) => JSON.stringify(text)).join(', ')}}`;
  const shownGroups = groups.length === 0 ? '[]string(nil)' : list(groups);
  const entries = [...extra].map(([key, values]) => `${JSON.stringify(key)}:${list(values)}`);
  const shownExtra = entries.length === 0 ? 'map[string][]string(nil)' : `map[string][]string{${entries.join(', ')}}`;
  const user = `&user.DefaultInfo{Name:"", UID:${JSON.stringify(uid)}, Groups:${shownGroups}, Extra:${shownExtra}}`;
  return `requested ${user} without impersonating a user name`;
}

function readHeaders(headers: Headers): Wanted | undefined {
  const name = headers.get('impersonate-user') ?? '';
  const uid = headers.get('impersonate-uid') ?? undefined;
  const groups = splitHeader(headers.get('impersonate-group'));
  const extra = new Map<string, readonly string[]>();
  for (const [key, value] of headers) {
    if (key.startsWith(extraPrefix)) extra.set(decodeKey(key.slice(extraPrefix.length)), splitHeader(value));
  }
  const isAsked = headers.has('impersonate-user') || uid !== undefined || groups.length > 0 || extra.size > 0;
  return isAsked ? { name, uid, groups, extra } : undefined;
}

/** Repeated headers arrive joined by commas. */
function splitHeader(value: string | null): string[] {
  return value === null ? [] : value.split(',').map((part) => part.trim());
}

function decodeKey(key: string): string {
  try {
    return decodeURIComponent(key);
  } catch {
    return key;
  }
}

function neededAccess(user: UserInfo, wanted: Wanted): AccessAttributes[] {
  const base = { user, verb: 'impersonate', version: '', subresource: '', namespace: '', path: '' };
  const account = parseServiceAccountUserName(wanted.name);
  const person =
    account === undefined
      ? { ...base, group: '', resource: 'users', name: wanted.name }
      : { ...base, group: '', resource: 'serviceaccounts', ...account };
  const special = { ...base, group: 'authentication.k8s.io' };
  return [
    person,
    ...wanted.groups.map((name) => ({ ...base, group: '', resource: 'groups', name })),
    ...(wanted.uid === undefined ? [] : [{ ...special, resource: 'uids', name: wanted.uid }]),
    ...[...wanted.extra].flatMap(([key, values]) =>
      values.map((name) => ({ ...special, resource: 'userextras', subresource: key, name })),
    ),
  ];
}

function impersonated({ name, uid, groups, extra }: Wanted): UserInfo {
  return {
    name,
    ...(uid === undefined ? {} : { uid }),
    groups: allGroups(name, groups),
    ...(extra.size === 0 ? {} : { extra: Object.fromEntries(extra) }),
  };
}

function allGroups(name: string, groups: readonly string[]): readonly string[] {
  const account = parseServiceAccountUserName(name);
  if (account !== undefined && groups.length === 0) return serviceAccountGroups(account.namespace);
  const implied = name === 'system:anonymous' ? 'system:unauthenticated' : 'system:authenticated';
  const isThere = groups.includes('system:authenticated') || groups.includes('system:unauthenticated');
  return isThere ? groups : [...groups, implied];
}
