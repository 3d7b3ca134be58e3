import type { Container } from './workload-types.ts';

/** What a running container has of the machine, in its status: what its Pod asks for, at once after a resize too. */
export function allottedResources({ resources = {} }: Partial<Container>): object {
  const { requests } = resources;
  return { ...(requests === undefined ? {} : { allocatedResources: requests }), resources };
}
