import { createHash, createHmac } from 'node:crypto';

/** Keys of AWS. */
export interface AwsKeys {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string | undefined;
  /** Milliseconds since the Unix epoch; absent when they hold until somebody revokes them. */
  readonly expiresAt?: number | undefined;
}

/** For whom and when something is signed. */
export interface SigningScope {
  readonly region: string;
  readonly service: string;
  /** Milliseconds since the Unix epoch. */
  readonly nowMs: number;
}

/** What is signed. */
export interface SignedRequest extends SigningScope {
  readonly method: string;
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** A URL that is signed. */
export interface PresignedRequest extends SigningScope {
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  readonly expiresSeconds: number;
  /** Digest of the body, hexadecimal; that of an empty one when absent. */
  readonly payloadHash?: string;
}

const algorithm = 'AWS4-HMAC-SHA256';

/** The headers of a request with AWS's signature, version 4: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv.html */
export function signRequest(keys: AwsKeys, request: SignedRequest): Record<string, string> {
  const { method, url, body } = request;
  const time = timeText(request.nowMs);
  const headers: Record<string, string> = {
    ...request.headers,
    host: url.host,
    'x-amz-date': time,
    ...(keys.sessionToken === undefined ? {} : { 'x-amz-security-token': keys.sessionToken }),
  };
  const canonical = canonicalRequest(method, url, headers, sha256(body));
  const signature = signText(keys, request, time, canonical);
  const credential = `${keys.accessKeyId}/${scopeText(request, time)}`;
  const authorization = `${algorithm} Credential=${credential}, SignedHeaders=${signedNames(headers)}, Signature=${signature}`;
  return { ...headers, authorization };
}

/** A URL that carries its signature: whoever has it may send the request with these headers, for as long as it holds. */
export function presignUrl(keys: AwsKeys, request: PresignedRequest): URL {
  const time = timeText(request.nowMs);
  const url = new URL(request.url);
  const headers = { ...request.headers, host: url.host };
  const query = url.searchParams;
  query.set('X-Amz-Algorithm', algorithm);
  query.set('X-Amz-Credential', `${keys.accessKeyId}/${scopeText(request, time)}`);
  query.set('X-Amz-Date', time);
  query.set('X-Amz-Expires', String(request.expiresSeconds));
  if (keys.sessionToken !== undefined) query.set('X-Amz-Security-Token', keys.sessionToken);
  query.set('X-Amz-SignedHeaders', signedNames(headers));
  const canonical = canonicalRequest('GET', url, headers, request.payloadHash ?? sha256(''));
  const signature = signText(keys, request, time, canonical);
  url.search = `${canonicalQuery(url)}&X-Amz-Signature=${signature}`;
  return url;
}

/**
 * The password by which git reads from CodeCommit: the time and a signature of the address, good for 15 minutes.
 * https://docs.aws.amazon.com/codecommit/latest/userguide/setting-up-git-remote-codecommit.html
 */
export function codeCommitPassword(keys: AwsKeys, url: URL, { region, nowMs }: Omit<SigningScope, 'service'>): string {
  // This service's time has no zone while it is signed.
  const time = timeText(nowMs).slice(0, -1);
  const canonical = canonicalRequest('GIT', url, { host: url.host }, '');
  return `${time}Z${signText(keys, { region, service: 'codecommit', nowMs }, time, canonical)}`;
}

/** `20260102T030405Z` */
function timeText(nowMs: number): string {
  return new Date(nowMs).toISOString().replace(/[:-]|\.\d{3}/g, '');
}

function scopeText({ region, service }: SigningScope, time: string): string {
  return `${time.slice(0, 8)}/${region}/${service}/aws4_request`;
}

function signedNames(headers: Readonly<Record<string, string>>): string {
  return Object.keys(headers).toSorted().join(';');
}

function canonicalRequest(
  method: string,
  url: URL,
  headers: Readonly<Record<string, string>>,
  payloadHash: string,
): string {
  const names = Object.keys(headers).toSorted();
  const lines = names.map((name) => `${name}:${(headers[name] ?? '').trim().replace(/ +/g, ' ')}\n`).join('');
  return [method, url.pathname, canonicalQuery(url), lines, signedNames(headers), payloadHash].join('\n');
}

function signText(keys: AwsKeys, scope: SigningScope, time: string, canonical: string): string {
  const text = [algorithm, time, scopeText(scope, time), sha256(canonical)].join('\n');
  const parts = [time.slice(0, 8), scope.region, scope.service, 'aws4_request', text];
  const signed = parts.reduce<Buffer>(
    (current, part) => createHmac('sha256', current).update(part).digest(),
    Buffer.from(`AWS4${keys.secretAccessKey}`),
  );
  return signed.toString('hex');
}

function canonicalQuery(url: URL): string {
  const pairs = [...url.searchParams].map(([name, value]) => `${encode(name)}=${encode(value)}`);
  return pairs.toSorted().join('&');
}

function encode(text: string): string {
  return encodeURIComponent(text).replace(
    /[!'()*]/g,
    (letter) => `%${letter.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
