import type { Reply } from '../http/reply.ts';
import type { Services } from '../server/services.ts';

/** Answers requests for schemas; undefined for other paths. */
export function answerOpenApi(_services: Services, _request: Request, _path: string): Reply | undefined {
  return undefined;
}
