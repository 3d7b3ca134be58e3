import type { OciClientOptions } from './client-options.ts';
import type { OciClient } from './oci-client.ts';

/** A client for any registries that speak the distribution protocol; it remembers their tokens, nothing else. */
export function createOciClient(_options: OciClientOptions): OciClient {
  throw new Error('not written yet');
}
