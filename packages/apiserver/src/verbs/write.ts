import type { UserInfo } from '../access/user-info.ts';
import type { WriteContext } from '../kinds/kind-rules.ts';
import type { Target } from '../registry/served-resource.ts';
import type { Services } from '../server/services.ts';
import type { Entry } from '../store/entry.ts';

/** What a write is about, without the object. */
export interface Write {
  readonly target: Target;
  /** Empty for the object itself. */
  readonly subresource: string;
  /** Namespace of the path. */
  readonly namespace: string;
  /** Name of the path; empty for a creation. */
  readonly name: string;
  readonly user: UserInfo;
  readonly dryRun: boolean;
  /** Options of the request. */
  readonly query: URLSearchParams;
  /** Texts for Warning headers; the write adds to it. */
  readonly warnings: string[];
}

/** What became of a write: the object in its storage version; its entry is in the store unless it was a dry run. */
export interface Written {
  readonly entry: Entry;
  readonly created: boolean;
}

/** What the rules of kinds may see of the cluster. */
export function writeContext({ clock, store }: Services, write: Write): WriteContext {
  return {
    now: clock.now(),
    dryRun: write.dryRun,
    userName: write.user.name,
    user: write.user,
    subresource: write.subresource,
    read: (resource, namespace, name) => store.collection(resource).get(namespace, name)?.object,
    list: (resource) =>
      store
        .collection(resource)
        .all()
        .map(({ object }) => object),
  };
}
