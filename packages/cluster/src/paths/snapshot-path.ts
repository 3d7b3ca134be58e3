import { type PathExtension, SnapshotError } from '@flux19/apiserver';
import { type ClusterSnapshot, parseSnapshot } from '../snapshot/cluster-snapshot.ts';
import { refusePath } from './refuse-path.ts';

/** A snapshot holds everything; the limit is there for those who send by mistake. */
const bodyLimitBytes = 512 * 1024 * 1024;

export interface SnapshotKeeper {
  snapshot(): ClusterSnapshot;
  restore(snapshot: ClusterSnapshot): Promise<void>;
}

/** Snapshots over HTTP: GET takes one, PUT brings the cluster back to one. */
export function snapshotPath(keeper: SnapshotKeeper): PathExtension {
  return {
    path: '/flux19.io/snapshot',
    bodyLimitBytes,
    async answer({ method, rest, body }) {
      if (rest.length > 0) return refusePath(404, 'there is no such path');
      if (method === 'GET') return { code: 200, body: keeper.snapshot() };
      if (method !== 'PUT') return refusePath(405, 'a snapshot is taken by GET and restored by PUT');
      try {
        await keeper.restore(parseSnapshot(body));
      } catch (thrown) {
        if (thrown instanceof SnapshotError) return refusePath(400, thrown.message);
        throw thrown;
      }
      return { code: 200, body: { kind: 'Status', apiVersion: 'v1', metadata: {}, status: 'Success' } };
    },
  };
}
