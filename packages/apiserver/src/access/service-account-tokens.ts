import { randomUUID } from 'node:crypto';
import { isSigned, signingAlgorithm, signText, type TokenKey } from './token-key.ts';
import type { UserInfo } from './user-info.ts';

/** Who issues tokens, and for whom they are when a request names nobody. */
export const tokenIssuer: string = 'https://kubernetes.default.svc.cluster.local';

/** What a token is bound to besides its account: when that object is gone, so is the token. */
export interface BoundObject {
  readonly kind: 'Pod' | 'Secret' | 'Node';
  readonly name: string;
  readonly uid: string;
}

export interface TokenSubject {
  readonly namespace: string;
  readonly name: string;
  readonly uid: string;
  readonly boundTo?: BoundObject;
}

export interface TokenClaims {
  readonly subject: TokenSubject;
  readonly audiences: readonly string[];
  /** Seconds since the Unix epoch. */
  readonly expiresAt: number;
}

/** What a token of ours says. */
export interface ReadClaims extends TokenClaims {
  /** Tells tokens of one account apart. */
  readonly id: string;
}

interface Payload {
  readonly jti: string;
  readonly aud: readonly string[];
  readonly exp: number;
  readonly 'kubernetes.io': {
    readonly namespace: string;
    readonly serviceaccount: { readonly name: string; readonly uid: string };
    readonly pod?: { readonly name: string; readonly uid: string };
    readonly secret?: { readonly name: string; readonly uid: string };
    readonly node?: { readonly name: string; readonly uid: string };
  };
}

/** Signs a JSON Web Token for a service account. `now` in milliseconds since the Unix epoch. */
export function signToken(key: TokenKey, claims: TokenClaims, now: number): string {
  const { subject, audiences, expiresAt } = claims;
  const issuedAt = Math.floor(now / 1000);
  const { namespace, name, uid, boundTo } = subject;
  const bound = boundTo === undefined ? {} : { [boundTo.kind.toLowerCase()]: { name: boundTo.name, uid: boundTo.uid } };
  const body = encode({
    aud: audiences,
    exp: expiresAt,
    iat: issuedAt,
    iss: tokenIssuer,
    jti: randomUUID(),
    'kubernetes.io': { namespace, ...bound, serviceaccount: { name, uid } },
    nbf: issuedAt,
    sub: serviceAccountUserName(namespace, name),
  });
  const text = `${headerOf(key)}.${body}`;
  return `${text}.${signText(key, text)}`;
}

/** Reads a token of ours; undefined when it is no such token, was changed, or has expired. */
export function verifyToken(key: TokenKey, token: string, now: number): ReadClaims | undefined {
  const [head, body, signature, ...rest] = token.split('.');
  // Whatever else a header says, such as another algorithm, is none of ours.
  if (head !== headerOf(key) || body === undefined || signature === undefined || rest.length > 0) return undefined;
  if (!isSigned(key, `${head}.${body}`, signature)) return undefined;
  const payload = JSON.parse(Buffer.from(body, 'base64url').toString()) as Payload;
  if (payload.exp * 1000 <= now) return undefined;
  const { aud: audiences, exp: expiresAt, jti: id } = payload;
  return { subject: subjectOf(payload['kubernetes.io']), audiences, expiresAt, id };
}

function subjectOf(claims: Payload['kubernetes.io']): TokenSubject {
  const { namespace, serviceaccount, pod, secret, node } = claims;
  const subject = { namespace, name: serviceaccount.name, uid: serviceaccount.uid };
  if (pod !== undefined) return { ...subject, boundTo: { kind: 'Pod', ...pod } };
  if (secret !== undefined) return { ...subject, boundTo: { kind: 'Secret', ...secret } };
  return node === undefined ? subject : { ...subject, boundTo: { kind: 'Node', ...node } };
}

/** The user that a token of a service account proves. */
export function serviceAccountUser({ subject, id }: Pick<ReadClaims, 'subject' | 'id'>): UserInfo {
  const { namespace, name, uid, boundTo } = subject;
  return {
    name: serviceAccountUserName(namespace, name),
    uid,
    groups: serviceAccountGroups(namespace),
    extra: { [`${extraPrefix}credential-id`]: [`JTI=${id}`], ...boundExtra(boundTo) },
  };
}

const extraPrefix = 'authentication.kubernetes.io/';

function boundExtra(boundTo: BoundObject | undefined): Record<string, readonly string[]> {
  if (boundTo === undefined || boundTo.kind === 'Secret') return {};
  const kind = boundTo.kind.toLowerCase();
  return { [`${extraPrefix}${kind}-name`]: [boundTo.name], [`${extraPrefix}${kind}-uid`]: [boundTo.uid] };
}

function serviceAccountUserName(namespace: string, name: string): string {
  return `system:serviceaccount:${namespace}:${name}`;
}

export function serviceAccountGroups(namespace: string): string[] {
  return ['system:serviceaccounts', `system:serviceaccounts:${namespace}`, 'system:authenticated'];
}

/** Splits a user name of a service account; undefined for other users. */
export function parseServiceAccountUserName(name: string): { namespace: string; name: string } | undefined {
  const [system, kind, namespace, account, ...rest] = name.split(':');
  if (system !== 'system' || kind !== 'serviceaccount' || rest.length > 0) return undefined;
  if (namespace === undefined || namespace === '' || account === undefined || account === '') return undefined;
  return { namespace, name: account };
}

function encode(value: unknown): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url');
}

function headerOf({ id }: TokenKey): string {
  return encode({ alg: signingAlgorithm, kid: id });
}
