import { createReadStream } from 'node:fs';
import { lstat } from 'node:fs/promises';
import { Readable } from 'node:stream';
import type { Handler } from '@flux19/ports';
import { localPath } from './artifact-path.ts';

/** Serves the files below a folder: `GET` and `HEAD` of `/<path>`. Folders, links and hidden files do not exist for it. */
export function serveArtifacts(root: string): Handler {
  return async (request) => {
    if (request.method !== 'GET' && request.method !== 'HEAD') {
      return plain(405, 'method not allowed', { allow: 'GET, HEAD' });
    }
    const found = await find(root, new URL(request.url).pathname);
    if (found === undefined) return plain(404, 'not found');
    const headers = {
      'content-type': contentType(found.file),
      'content-length': String(found.sizeBytes),
      'last-modified': new Date(found.modifiedMs).toUTCString(),
    };
    if (request.method === 'HEAD') return new Response(null, { headers });
    const stream = createReadStream(found.file, { signal: request.signal });
    // An aborted request ends the stream; nobody is left to tell.
    stream.on('error', () => undefined);
    return new Response(Readable.toWeb(stream) as ReadableStream<Uint8Array>, { headers });
  };
}

interface FoundFile {
  readonly file: string;
  readonly sizeBytes: number;
  readonly modifiedMs: number;
}

async function find(root: string, pathname: string): Promise<FoundFile | undefined> {
  try {
    const path = decodeURIComponent(pathname.slice(1));
    if (path.split('/').some((part) => part.startsWith('.'))) return undefined;
    const file = localPath(root, path);
    const status = await lstat(file);
    return status.isFile() ? { file, sizeBytes: status.size, modifiedMs: status.mtimeMs } : undefined;
  } catch {
    return undefined;
  }
}

function contentType(file: string): string {
  if (file.endsWith('.gz') || file.endsWith('.tgz')) return 'application/gzip';
  return file.endsWith('.yaml') ? 'application/yaml' : 'application/octet-stream';
}

function plain(status: number, text: string, headers: Readonly<Record<string, string>> = {}): Response {
  return new Response(`${text}\n`, { status, headers: { 'content-type': 'text/plain', ...headers } });
}
