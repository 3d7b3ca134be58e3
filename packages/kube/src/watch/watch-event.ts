import type { KubeObject } from '@flux19/objects';
import type { SelectionOptions } from '../client/kube-client.ts';

export type WatchEvent =
  | { readonly type: 'ADDED' | 'MODIFIED' | 'DELETED'; readonly object: KubeObject }
  /** Nothing older than this will follow. `isInitialEventsEnd` closes the initial events of `sendInitialEvents`. */
  | { readonly type: 'BOOKMARK'; readonly resourceVersion: string; readonly isInitialEventsEnd: boolean };

export interface WatchOptions extends SelectionOptions {
  /** Where to start; from "any" recent state when absent. */
  readonly resourceVersion?: string | undefined;
  /** How long the server keeps the watch open; a random 300 to 600 when absent. */
  readonly timeoutSeconds?: number | undefined;
  readonly isMetadataOnly?: boolean | undefined;
  /** Silence, bookmarks counted, after which the connection counts as dead: throws {@link StallError}. 90 000 when absent. */
  readonly stallTimeoutMs?: number | undefined;
}
