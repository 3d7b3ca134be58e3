import { request } from 'node:https';
import type { WebhookAnswer } from '@flux19/apiserver';

export interface PostOptions {
  /** The name that the certificate has to carry is that of the URL. */
  readonly url: URL;
  /** Where to connect to; the host of the URL when absent. */
  readonly address: { readonly host: string; readonly port: number } | undefined;
  /** PEM; the system's certificates where there are none. */
  readonly caBundle: string | undefined;
  readonly body: string;
  readonly signal: AbortSignal;
}

const longestAnswerBytes = 3 * 1024 * 1024;

/** Posts JSON over TLS. Redirects are not followed. Rejects with an error whose message is worded as Go's. */
export async function postJson({ url, address, caBundle, body, signal }: PostOptions): Promise<WebhookAnswer> {
  const host = url.hostname.replace(/^\[|\]$/g, '');
  const port = url.port === '' ? 443 : Number(url.port);
  const { promise, resolve, reject } = Promise.withResolvers<WebhookAnswer>();
  const outgoing = request(
    {
      host: address?.host ?? host,
      port: address?.port ?? port,
      path: `${url.pathname}${url.search}`,
      method: 'POST',
      headers: {
        host: url.host,
        'content-type': 'application/json',
        accept: 'application/json',
        'content-length': Buffer.byteLength(body),
        'user-agent': 'kube-apiserver-admission',
      },
      agent: false,
      signal,
      ...(isAddress(host) ? {} : { servername: host }),
      ...(caBundle === undefined ? {} : { ca: caBundle }),
    },
    (response) => {
      const chunks: Buffer[] = [];
      let size = 0;
      response.on('data', (chunk: Buffer) => {
        size += chunk.length;
        if (size > longestAnswerBytes) outgoing.destroy(new Error('the answer is too long'));
        else chunks.push(chunk);
      });
      response.on('end', () => resolve({ status: response.statusCode ?? 0, body: Buffer.concat(chunks).toString() }));
      response.on('error', reject);
    },
  );
  outgoing.on('error', (error: NodeJS.ErrnoException) =>
    reject(worded(error, `${address?.host ?? host}:${address?.port ?? port}`)),
  );
  outgoing.end(body);
  return await promise;
}

function isAddress(host: string): boolean {
  return /^[\d.]+$|:/.test(host);
}

const untrusted: ReadonlySet<string> = new Set([
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
]);

function worded(error: NodeJS.ErrnoException, where: string): Error {
  const { code = '' } = error;
  if (code === 'ECONNREFUSED') return new Error(`dial tcp ${where}: connect: connection refused`, { cause: error });
  if (code === 'ENOTFOUND') {
    const host = where.replace(/:\d+$/, '');
    return new Error(`dial tcp: lookup ${host}: no such host`, { cause: error });
  }
  if (!untrusted.has(code)) return error;
  const why = 'x509: certificate signed by unknown authority';
  return new Error(`tls: failed to verify certificate: ${why}`, { cause: error });
}
