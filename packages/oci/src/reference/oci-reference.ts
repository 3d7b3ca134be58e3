/** A repository of a registry. */
export interface RepositoryName {
  /** Host and perhaps port: `ghcr.io`, `127.0.0.1:5000`; `docker.io` for the registry that is meant when none is named. */
  readonly registry: string;
  /** `library/nginx` */
  readonly repository: string;
}

/** Something in a repository: what a tag points to, or what a digest names; the digest counts when there are both. */
export interface OciReference extends RepositoryName {
  readonly tag?: string;
  /** `sha256:<hex>` */
  readonly digest?: string;
}
