/** What one may show to a registry. */
export type RegistryCredentials =
  | { readonly kind: 'basic'; readonly username: string; readonly password: string }
  /** Exchanged for access tokens: `identitytoken` of Docker's config. */
  | { readonly kind: 'identityToken'; readonly token: string }
  /** Sent as it is: `registrytoken` of Docker's config. */
  | { readonly kind: 'registryToken'; readonly token: string };

/** What the credentials are wanted for. */
export interface CredentialTarget {
  /** As in `RepositoryName`. */
  readonly registry: string;
  /** Absent for what concerns the registry as a whole. */
  readonly repository?: string | undefined;
}

/** Finds credentials; undefined: go on without. Throws `OciError` `AuthenticationFailed`. */
export type CredentialSource = (
  target: CredentialTarget,
  signal: AbortSignal,
) => Promise<RegistryCredentials | undefined>;
