/** Whom to impersonate: https://kubernetes.io/docs/reference/access-authn-authz/authentication/#user-impersonation */
export interface Identity {
  /** `system:serviceaccount:<namespace>:<name>` for a service account. Never empty. */
  readonly user: string;
  readonly groups?: readonly string[] | undefined;
  readonly uid?: string | undefined;
  /** Values by keys, as an authenticator may add them; keys count without regard to case. */
  readonly extra?: Readonly<Record<string, readonly string[]>> | undefined;
}

/** An identity that cannot be impersonated. Thrown instead of sending a request that would act as the client itself. */
export class ImpersonationError extends Error {
  override readonly name = 'ImpersonationError';
}

/** Prefix of the headers that only {@link impersonationHeaders} may write. */
const headerPrefix = 'impersonate-';

/** Header values that arrive as they were sent: visible ASCII, no comma (which separates values), no space at either end. */
const plainValue = /^[!-+\--~](?:[ -+\--~]*[!-+\--~])?$/;

/** The headers of an identity. Throws {@link ImpersonationError} for a value that is empty, blank, or would not arrive whole. */
export function impersonationHeaders(identity: Identity): readonly (readonly [string, string])[] {
  const headers: [string, string][] = [['impersonate-user', plain('user', identity.user)]];
  for (const group of identity.groups ?? []) headers.push(['impersonate-group', plain('group', group)]);
  if (identity.uid !== undefined) headers.push(['impersonate-uid', plain('uid', identity.uid)]);
  for (const [key, values] of Object.entries(identity.extra ?? {})) {
    // The server decodes what a header name cannot carry, such as a slash.
    const name = `impersonate-extra-${encodeURIComponent(plain('extra key', key)).toLowerCase()}`;
    for (const value of values) headers.push([name, plain('extra value', value)]);
  }
  return headers;
}

function plain(what: string, value: unknown): string {
  if (typeof value === 'string' && plainValue.test(value)) return value;
  throw new ImpersonationError(
    `cannot impersonate: the ${what} ${JSON.stringify(value)} is empty or has characters that no header can carry`,
  );
}

/** Refuses headers through which a raw request would choose its own identity. */
export function refuseImpersonation(headers: Readonly<Record<string, string>>): void {
  const name = Object.keys(headers).find((key) => key.toLowerCase().startsWith(headerPrefix));
  if (name !== undefined) throw new ImpersonationError(`the header ${name} is set by KubeClient.as only`);
}
