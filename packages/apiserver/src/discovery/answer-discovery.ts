import type { Reply } from '../http/reply.ts';
import type { Services } from '../server/services.ts';

/** Answers requests about which groups and resources there are; undefined for other paths. */
export function answerDiscovery(_services: Services, _request: Request, _path: string): Reply | undefined {
  return undefined;
}
