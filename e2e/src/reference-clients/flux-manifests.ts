import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { GoTool } from '@flux19/processes';
import { nodeArguments } from '../clients/start-flux19.ts';

/**
 * Writes the manifests that a release of the flux command embeds, a file for each component, into a folder; what it needs on
 * the way goes to another. Flux makes them from what its controllers publish; the same files stand in the modules of the
 * controllers. A component whose module is not pinned is left out.
 */
export async function writeFluxManifests(go: GoTool, target: string, scratch: string): Promise<void> {
  const manifests = join(await go.moduleFolder('github.com/fluxcd/flux2/v2'), 'manifests');
  const build = async (folder: string, file: string): Promise<void> =>
    await writeFile(file, await go.run(process.execPath, [...nodeArguments, 'kustomize', 'build', folder]));

  await mkdir(target, { recursive: true });
  for (const component of await readdir(join(manifests, 'bases'))) {
    const module = await go.moduleFolder(`github.com/fluxcd/${component}`).catch(() => undefined);
    if (module === undefined) continue;
    const folder = join(scratch, component);
    await copyBase(join(manifests, 'bases', component), folder);
    await build(join(module, 'config', 'crd'), join(folder, `${component}.crds.yaml`));
    await build(join(module, 'config', 'manager'), join(folder, `${component}.deployment.yaml`));
    await build(folder, join(target, `${component}.yaml`));
  }
  await build(join(manifests, 'rbac'), join(target, 'rbac.yaml'));
  await build(join(manifests, 'policies'), join(target, 'policies.yaml'));
}

/** Copies the files of a base and lets it name the published files beside itself. */
async function copyBase(from: string, to: string): Promise<void> {
  await mkdir(to, { recursive: true });
  for (const name of await readdir(from)) {
    const text = await readFile(join(from, name), 'utf8');
    await writeFile(join(to, name), text.replaceAll(/https:\S+\/(\S+\.yaml)/g, '$1'));
  }
}
