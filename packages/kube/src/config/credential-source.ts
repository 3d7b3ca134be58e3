/** What a request carries to say who sends it. */
export interface Credentials {
  /** Value of the Authorization header. */
  readonly authorization?: string | undefined;
  /** PEM. */
  readonly certificate?: string | undefined;
  readonly key?: string | undefined;
}

/** Where credentials come from. They may change while a connection is open. */
export interface CredentialSource {
  read(signal: AbortSignal): Promise<Credentials>;
  /** The server did not accept what was read last. True when reading again may bring something else. */
  expire(): boolean;
}

/** Credentials that stay. */
export function fixedCredentials(credentials: Credentials): CredentialSource {
  return { read: async () => credentials, expire: () => false };
}

/** How long a token that was read from a file counts, as in client-go: tokens of service accounts are replaced while a Pod runs. */
const tokenFileMs = 60_000;

/** A token in a file, read again every minute. */
export function tokenFileCredentials(
  readFile: () => Promise<string>,
  nowMs: () => number,
  others: Credentials,
): CredentialSource {
  let token = '';
  let readAtMs = Number.NEGATIVE_INFINITY;
  return {
    async read() {
      if (nowMs() - readAtMs >= tokenFileMs) {
        token = (await readFile()).trim();
        readAtMs = nowMs();
      }
      return { ...others, authorization: `Bearer ${token}` };
    },
    expire() {
      const isOld = nowMs() > readAtMs;
      readAtMs = Number.NEGATIVE_INFINITY;
      return isOld;
    },
  };
}
