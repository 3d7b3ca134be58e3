/** Whom to impersonate: https://kubernetes.io/docs/reference/access-authn-authz/authentication/#user-impersonation */
export interface Identity {
  /** `system:serviceaccount:<namespace>:<name>` for a service account. Never empty. */
  readonly user: string;
  readonly groups?: readonly string[] | undefined;
  readonly uid?: string | undefined;
}

/** An identity that cannot be impersonated. Thrown instead of sending a request that would act as the client itself. */
export class ImpersonationError extends Error {
  override readonly name = 'ImpersonationError';
}
