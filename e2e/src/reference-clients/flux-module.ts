import { cp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { GoTool } from '@flux19/processes';
import { writeFluxManifests } from './flux-manifests.ts';
import { builtFolder } from './reference-client.ts';

/**
 * Copies the module of the flux command and puts the manifests in that its release embeds: Go lets no file be laid over the
 * module cache. The copy has a go.mod of its own, so that flux is built with the versions that it names. Resolves to its folder.
 */
export async function writeFluxModule(go: GoTool, module: string): Promise<string> {
  const folder = join(builtFolder, 'flux2');
  await rm(folder, { recursive: true, force: true });
  const source = await go.moduleFolder(module);
  for (const part of ['cmd', 'internal', 'pkg', 'go.mod', 'go.sum']) {
    await cp(join(source, part), join(folder, part), { recursive: true });
  }
  // The module cache is read-only, and so is a copy of it.
  await go.run('chmod', ['-R', 'u+w', folder]);
  await writeFluxManifests(go, join(folder, 'cmd', 'flux', 'manifests'), join(builtFolder, 'flux-bases'));
  return folder;
}
