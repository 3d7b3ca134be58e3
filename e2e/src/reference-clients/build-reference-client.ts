import { mkdir, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { writeFluxManifests } from './flux-manifests.ts';
import type { GoTool } from './go-tool.ts';
import type { ReferenceProgram } from './programs.ts';
import { builtFolder, referenceClient } from './reference-client.ts';

/**
 * Builds one program as its release is built: with its version, and flux with its manifests inside. At low priority and one
 * package at a time: a build takes minutes and must not disturb.
 */
export async function buildReferenceClient(go: GoTool, program: ReferenceProgram): Promise<void> {
  await mkdir(builtFolder, { recursive: true });
  const version = await go.moduleVersion(program.module);
  const args = ['-n', '19', 'go', 'build', '-p', '1', '-o', referenceClient(program.name)];
  if (program.versionVariable !== undefined) {
    // Flux gives its version without the letter, helm with it.
    const said = program.name === 'flux' ? version.slice(1) : version;
    args.push('-ldflags', `-X ${program.versionVariable}=${said}`);
  }
  if (program.name === 'flux') args.push('-overlay', await fluxOverlay(go, program));
  await go.run('nice', [...args, program.package]);
}

/** A file that tells Go to see the manifests in the package of the flux command, where its release build puts them. */
async function fluxOverlay(go: GoTool, program: ReferenceProgram): Promise<string> {
  const folder = join(builtFolder, 'flux-manifests');
  const seen = join(await go.moduleFolder(program.module), 'cmd', 'flux', 'manifests');
  const files = await writeFluxManifests(go, folder);
  const file = join(folder, 'overlay.json');
  const Replace = Object.fromEntries(files.map((path) => [join(seen, basename(path)), path]));
  await writeFile(file, JSON.stringify({ Replace }));
  return file;
}
