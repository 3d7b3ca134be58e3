import { type ReferencePrograms, startReferenceServer } from '@flux19/reference-server';
import type { MeasuredServer } from './measured-server.ts';

const administrator = { token: 'bench', name: 'admin', groups: ['system:masters'] };

/** Starts a real kube-apiserver with an etcd of its own, which keeps its usual durability. */
export async function startReal(programs: ReferencePrograms): Promise<MeasuredServer> {
  const { url, readyMs, pids, close } = await startReferenceServer({
    programs,
    users: [administrator],
    isDurable: true,
  });
  return { url, token: administrator.token, readyMs, pids, stop: close };
}
