import { SopsError } from '../sops-error.ts';
import { type SopsMap, valueAt } from '../tree/sops-tree.ts';
import { jsonStore } from './json-store.ts';
import type { SopsStore } from './sops-store.ts';

/** Any file at all, kept in an envelope of JSON while it is encrypted. */
export const binaryStore: SopsStore = {
  read: (data) => jsonStore.read(data),
  print(documents: readonly SopsMap[]): Uint8Array {
    const [document, ...others] = documents;
    const data = document === undefined || others.length > 0 ? undefined : valueAt(document, 'data');
    if (data instanceof Uint8Array) return data;
    if (typeof data === 'string') return Buffer.from(data);
    throw new SopsError('Malformed', 'error emitting binary store: no binary data found in tree');
  },
};
