import { ProcessRuntime } from '@flux19/cluster';
import { createOciClient, parseReference, pullImage, unpackImage } from '@flux19/oci';
import type { Clock } from '@flux19/ports';
import type { Logger } from '@flux19/runtime';
import type { RegistryHosting } from './registry-hosting.ts';

export interface ImageProcessesOptions {
  readonly registry: RegistryHosting;
  /** Images are unpacked here. */
  readonly folder: string;
  readonly searchPath: string;
  readonly nodeProgram: string;
  readonly clock: Clock;
  readonly log: Logger;
}

/**
 * Runs Pods whose images all come from the registry of this process: only what its owner pushed is started, and it has the rights
 * of this process.
 */
export function imageProcesses({
  registry,
  folder,
  searchPath,
  nodeProgram,
  clock,
  log,
}: ImageProcessesOptions): ProcessRuntime {
  return new ProcessRuntime({
    trusts: (image) => registry.owns(image),
    async unpack(image, into, signal) {
      const { fetch } = registry.connect({});
      const client = createOciClient({ fetch, clock, random: Math.random, insecure: true });
      const reference = parseReference(image);
      const pulled = await pullImage(client, reference, signal);
      await unpackImage(client, reference, pulled.image, into, signal);
      return pulled.config.config ?? {};
    },
    folder,
    searchPath,
    nodeProgram,
    clock,
    log,
  });
}
