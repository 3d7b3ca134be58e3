/** What a source offers, as it stands in `status.artifact`. */
export interface Artifact {
  /** `sha256:<hex>` of the file. */
  digest: string;
  /** RFC 3339, seconds. */
  lastUpdateTime: string;
  /** Relative to the store: `<kind>/<namespace>/<name>/<file>`, kind in lower case. */
  path: string;
  /** `main@sha1:<hash>` and the like. */
  revision: string;
  /** Where other processes fetch the file. */
  url: string;
  /** Bytes of the file. */
  size?: number;
  metadata?: Record<string, string>;
}

/** Whose artifact it is and what it is called: together they give the path. */
export interface ArtifactOwner {
  /** As in the object: `GitRepository`. */
  readonly kind: string;
  readonly namespace: string;
  readonly name: string;
}
