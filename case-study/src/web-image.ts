import { readFileSync } from 'node:fs';
import { type BuiltImage, buildImage, createOciClient, parseReference, pushImage } from '@flux19/oci';
import { type Handler, systemClock } from '@flux19/ports';
import { type FluxSystem, registryName } from 'flux19';

/** The repository of the case study's image. */
export const webImage: string = `${registryName}/demo/web`;

/** The web page as an image, built without Docker: a program, and the state that it shows. */
function buildWebImage(state: string): BuiltImage {
  const program = readFileSync(new URL('../image/server.mjs', import.meta.url));
  return buildImage({
    layers: [
      [
        { kind: 'file', path: 'app/server.mjs', content: program },
        { kind: 'file', path: 'app/state.txt', content: Buffer.from(`${state}\n`) },
      ],
    ],
    settings: { entrypoint: ['node', '/app/server.mjs'], workingFolder: '/app', exposedPorts: ['8080/tcp'] },
  });
}

/** Where an image goes, and who pushes it. */
export interface PushTarget {
  /** `registry/repository:tag` */
  readonly image: string;
  /** Sends requests to the registry. */
  readonly fetch: Handler;
  readonly token: string;
}

/** Builds the image and pushes it. */
export async function pushWebImage({ image, fetch, token }: PushTarget, state: string): Promise<void> {
  const client = createOciClient({
    fetch,
    clock: systemClock,
    random: Math.random,
    insecure: true,
    credentials: async () => ({ kind: 'basic', username: 'demo', password: token }),
  });
  await pushImage(client, parseReference(image), buildWebImage(state), AbortSignal.timeout(30_000));
}

/** The image of a release, in the registry of a system. */
export function releaseIn({ registry, token }: FluxSystem, tag: string): PushTarget {
  return { image: `${webImage}:${tag}`, fetch: registry.connect({}).fetch, token };
}
