import type { Clock, Handler } from '@flux19/ports';
import type { Descriptor } from '../content/manifest.ts';
import type { RegistryStorage } from './registry-storage.ts';

/** What a request wants to do. */
export interface RegistryAccess {
  readonly action: 'ping' | 'catalog' | 'pull' | 'push' | 'delete';
  /** Absent for `ping` and `catalog`. */
  readonly repository?: string;
  readonly request: Request;
}

/** Whether it may: `unauthenticated` asks for credentials, `denied` refuses those that were shown. */
export type RegistryVerdict = 'allowed' | 'unauthenticated' | 'denied';

/** A manifest that has been written. */
export interface RegistryPush {
  readonly repository: string;
  /** Absent when it was written by digest only. */
  readonly tag?: string;
  readonly descriptor: Descriptor;
}

export interface RegistryLimits {
  readonly manifestBytes: number;
  readonly blobBytes: number;
  /** Uploads that are under way. */
  readonly uploads: number;
  /** An upload that nothing was sent to for this long is given up. */
  readonly uploadIdleMs: number;
}

export interface RegistryOptions {
  readonly storage: RegistryStorage;
  readonly clock: Clock;
  /** Everything is allowed when absent. */
  readonly authorize?: (access: RegistryAccess) => Promise<RegistryVerdict>;
  /** Sent with 401; `Basic realm="registry"` when absent. */
  readonly challenge?: string;
  readonly limits?: Partial<RegistryLimits>;
  /** Told after a manifest is in its place; must not throw. */
  readonly onPush?: (push: RegistryPush) => void;
  /** Told of what made a request fail that should not have: a full disk, a bug. The client only hears that it failed. */
  readonly onFault?: (fault: unknown) => void;
}

/** A registry as a function: the distribution protocol, https://github.com/opencontainers/distribution-spec. */
export interface Registry {
  readonly fetch: Handler;
}
