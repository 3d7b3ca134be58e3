import { mkdir } from 'node:fs/promises';
import type { GoTool } from '@flux19/processes';
import { writeFluxModule } from './flux-module.ts';
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
  const folder = program.name === 'flux' ? await writeFluxModule(go, program.module) : undefined;
  await go.run('nice', [...args, program.package], folder);
}
