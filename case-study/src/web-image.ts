import { readFileSync } from 'node:fs';
import { type BuiltImage, buildImage, createOciClient, parseReference, pushImage } from '@flux19/oci';
import { systemClock } from '@flux19/ports';
import { type FluxSystem, registryName } from 'flux19';

/** The repository of the case study's image. */
export const webImage: string = `${registryName}/demo/web`;

/** The web page as an image, built without Docker: a program, and the state that it shows. */
export function buildWebImage(state: string): BuiltImage {
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

/** Builds the image and pushes it under a tag. */
export async function pushWebImage({ registry, token }: FluxSystem, tag: string, state: string): Promise<void> {
  const { fetch } = registry.connect({});
  const client = createOciClient({
    fetch,
    clock: systemClock,
    random: Math.random,
    insecure: true,
    credentials: async () => ({ kind: 'basic', username: 'demo', password: token }),
  });
  await pushImage(client, parseReference(`${webImage}:${tag}`), buildWebImage(state), AbortSignal.timeout(30_000));
}
