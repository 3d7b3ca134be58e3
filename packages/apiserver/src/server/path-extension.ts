import { printJson } from '@flux19/objects';
import { readBody } from '../http/read-body.ts';
import { jsonReply, type Reply } from '../http/reply.ts';
import { decodeSegment, type RequestInfo } from '../http/request-info.ts';

/** What is asked of a path that Kubernetes does not have. */
export interface PathRequest {
  /** Upper case. */
  readonly method: string;
  /** Segments of the path behind the extension's own, decoded. */
  readonly rest: readonly string[];
  readonly query: URLSearchParams;
  /** Empty when there is none. */
  readonly body: string;
}

/** An answer, sent as JSON. */
export interface PathAnswer {
  readonly code: number;
  readonly body: unknown;
}

/** A path that Kubernetes does not have. Who may use it is decided as for every path that is no resource. */
export interface PathExtension {
  /** Starts with a slash and does not end with one: `/flux19.io/faults`. */
  readonly path: string;
  /** A rejection becomes an internal error. */
  answer(request: PathRequest): Promise<PathAnswer>;
  /** The most that a body may have, in bytes; what the API takes when absent. */
  readonly bodyLimitBytes?: number;
}

export function findExtension(extensions: readonly PathExtension[], path: string): PathExtension | undefined {
  return extensions.find((extension) => path === extension.path || path.startsWith(`${extension.path}/`));
}

export async function answerExtension(extension: PathExtension, request: Request, info: RequestInfo): Promise<Reply> {
  const rest = info.path
    .slice(extension.path.length)
    .split('/')
    .filter((segment) => segment !== '');
  const { code, body } = await extension.answer({
    method: request.method,
    rest: rest.map(decodeSegment),
    query: info.query,
    body: await readBody(request, extension.bodyLimitBytes),
  });
  return jsonReply(code, printJson(body));
}
