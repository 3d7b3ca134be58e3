import { packTags, unpackTags } from './packed-tags.ts';
import type { ScanIdentity, TagDatabase } from './tag-database.ts';

/** Keeps tags as long as the process runs. */
export function createMemoryTagDatabase(): TagDatabase {
  const scans = new Map<string, { readonly image: string; readonly bytes: Uint8Array }>();
  return {
    tags(identity) {
      const scan = scans.get(keyOf(identity));
      return scan?.image === identity.image ? unpackTags(scan.bytes) : [];
    },
    setTags(identity, tags) {
      const { bytes, checksum } = packTags(tags);
      scans.set(keyOf(identity), { image: identity.image, bytes });
      return checksum;
    },
    remove: (identity) => void scans.delete(keyOf(identity)),
    close: () => scans.clear(),
  };
}

function keyOf({ namespace, name }: Pick<ScanIdentity, 'namespace' | 'name'>): string {
  return `${namespace}/${name}`;
}
