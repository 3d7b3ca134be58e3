import { parseJsonText } from '../decode/parse-body.ts';
import { badRequest } from '../errors/api-errors.ts';

/** Where the next page of a list begins, and as of when. */
export interface ContinueToken {
  readonly revision: number;
  /** Keys before this one were on earlier pages. */
  readonly startKey: string;
}

interface Encoded {
  readonly v?: unknown;
  readonly rv?: unknown;
  readonly start?: unknown;
}

export function encodeContinue({ revision, startKey }: ContinueToken): string {
  return Buffer.from(JSON.stringify({ v: 'meta.k8s.io/v1', rv: revision, start: startKey })).toString('base64url');
}

/** Reads a token that a client sends back. Throws StatusError 400. */
export function decodeContinue(token: string): ContinueToken {
  const parsed = parseToken(token);
  const { v, rv, start } = parsed;
  if (v !== 'meta.k8s.io/v1') throw refuse(`server version is not recognized: ${String(v)}`);
  if (typeof rv !== 'number' || rv <= 0)
    throw refuse('incorrect encoded start resourceVersion (version meta.k8s.io/v1)');
  if (typeof start !== 'string' || start === '') throw refuse('encoded start key empty (version meta.k8s.io/v1)');
  return { revision: rv, startKey: start };
}

function parseToken(token: string): Encoded {
  try {
    // Go's reader goes by bytes.
    const value: unknown = parseJsonText(Buffer.from(token, 'base64url').toString('latin1'));
    return typeof value === 'object' && value !== null ? value : {};
  } catch (thrown) {
    throw refuse(thrown instanceof Error ? thrown.message : String(thrown));
  }
}

function refuse(why: string): Error {
  return badRequest(`invalid continue token: continue key is not valid: ${why}`);
}
