import { createHash } from 'node:crypto';

interface Token {
  readonly value: string;
  readonly expiresAtMs: number;
}

const mostTokens = 1000;
/** A token is given up so long before it expires. */
const marginMs = 60_000;

/** Keeps tokens that were had for credentials. The credentials themselves are kept as digests only. */
export class TokenMemory {
  readonly #tokens = new Map<string, Token>();

  get(credentials: readonly string[], nowMs: number): string | undefined {
    const token = this.#tokens.get(keyOf(credentials));
    return token === undefined || token.expiresAtMs - marginMs <= nowMs ? undefined : token.value;
  }

  set(credentials: readonly string[], value: string, expiresAtMs: number): void {
    if (this.#tokens.size >= mostTokens) this.#tokens.clear();
    this.#tokens.set(keyOf(credentials), { value, expiresAtMs });
  }
}

function keyOf(credentials: readonly string[]): string {
  return createHash('sha256').update(JSON.stringify(credentials)).digest('base64');
}
