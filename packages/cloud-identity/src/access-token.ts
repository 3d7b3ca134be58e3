/** A token that holds for a while. */
export interface AccessToken {
  readonly token: string;
  /** Milliseconds since the Unix epoch. */
  readonly expiresAt: number;
}
