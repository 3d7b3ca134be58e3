/** A person in a commit or tag. */
export interface GitPerson {
  readonly name: string;
  readonly email: string;
  /** Milliseconds since the Unix epoch. */
  readonly when: number;
}

/** Bytes that were signed, and the signature over them. */
export interface SignedObject {
  /** Armoured PGP or SSH signature; empty when there is none. */
  readonly signature: string;
  /** The object without its signature. */
  readonly payload: Uint8Array;
}

export interface GitCommit extends SignedObject {
  readonly hash: string;
  readonly tree: string;
  readonly parents: readonly string[];
  readonly author: GitPerson;
  readonly committer: GitPerson;
  readonly message: string;
}

/** An annotated tag. */
export interface GitTag extends SignedObject {
  readonly hash: string;
  /** What it points to. */
  readonly object: string;
  readonly name: string;
  readonly tagger?: GitPerson;
  readonly message: string;
}
