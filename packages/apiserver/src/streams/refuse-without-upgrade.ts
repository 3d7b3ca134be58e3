import { badRequest } from '../errors/api-errors.ts';
import type { Reply } from '../http/reply.ts';
import type { Call, Services } from '../server/services.ts';
import { findContainer } from './find-container.ts';
import { requirePlacedPod } from './pod-target.ts';

/** What a request for a stream gets that asks for no upgrade. Always throws StatusError. */
export function refuseWithoutUpgrade(services: Services, { info }: Call): Reply {
  const pod = requirePlacedPod(services, info);
  if (info.subresource !== 'portforward') findContainer(pod, info.query.get('container') ?? '');
  throw badRequest('Upgrade request required');
}
