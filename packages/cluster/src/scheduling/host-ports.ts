import type { PlacedPodSpec } from './scheduling-spec.ts';

/** A port of the node itself that a Pod takes. */
export interface HostPort {
  readonly port: number;
  readonly protocol: string;
  /** `0.0.0.0` for every address. */
  readonly address: string;
}

const everyAddress = '0.0.0.0';

export function hostPortsOf({ containers, initContainers = [] }: PlacedPodSpec): readonly HostPort[] {
  const sidecars = initContainers.filter(({ restartPolicy }) => restartPolicy === 'Always');
  return [...containers, ...sidecars].flatMap(({ ports = [] }) =>
    ports.flatMap(({ hostPort = 0, protocol = 'TCP', hostIP = '' }) =>
      hostPort > 0 ? [{ port: hostPort, protocol, address: hostIP === '' ? everyAddress : hostIP }] : [],
    ),
  );
}

/** Whether two Pods cannot have these ports on one node. */
export function collide(one: HostPort, other: HostPort): boolean {
  if (one.port !== other.port || one.protocol !== other.protocol) return false;
  return one.address === other.address || one.address === everyAddress || other.address === everyAddress;
}
