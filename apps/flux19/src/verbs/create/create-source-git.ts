import type { KubeObject } from '@flux19/objects';
import type { Command } from 'commander';
import { exporter, printExport } from '../../cluster/exported-object.ts';
import { specOf, statusOf } from '../../kinds/flux-kind.ts';
import { gitRepository } from '../../kinds/source-kinds.ts';
import type { CliContext } from '../../program/cli-context.ts';
import { CliError } from '../../program/cli-error.ts';
import { collectList, oneOf } from '../../program/option-parsers.ts';
import { applyAndAwait } from './apply-and-await.ts';
import { requireName } from './create-options.ts';
import { createScene } from './create-scene.ts';
import { addKeyOptions } from './key-options.ts';
import { configureCredentials } from './source-credentials.ts';
import { buildGitRepository, type SourceGitOptions } from './source-git-object.ts';

/** `flux19 create source git NAME`. */
export function addCreateSourceGit(source: Command, context: CliContext): void {
  const command = source
    .command('git')
    .description('Create or update a GitRepository source')
    .argument('[name]')
    .option('--url <url>', 'git address, e.g. ssh://git@host/org/repository')
    .option('--branch <name>', 'git branch')
    .option('--tag <name>', 'git tag')
    .option('--tag-semver <range>', 'git tag semver range')
    .option('--ref-name <name>', 'git reference name')
    .option('--commit <hash>', 'git commit')
    .option('-u, --username <name>', 'basic authentication username')
    .option('-p, --password <password>', 'basic authentication password')
    .option('--secret-ref <name>', 'an existing secret with SSH, basic or GitHub App credentials')
    .option('--proxy-secret-ref <name>', 'an existing secret with the proxy address and credentials')
    .option('--provider <name>', 'git provider: generic, github, aws or azure', parseProvider)
    .option('--ca-file <file>', 'TLS CA file for validating self-signed certificates')
    .option('--private-key-file <file>', 'private key file for authenticating to the Git SSH server')
    .option('--recurse-submodules', 'include Git submodules in the artifact')
    .option('-s, --silent', 'assumes the deploy key is already setup, skips confirmation')
    .option('--ignore-paths <paths>', 'paths to ignore, with commas between them', collectList)
    .option('--sparse-checkout-paths <paths>', 'paths to check out, with commas between them', collectList);
  addKeyOptions(command).action(async (name: string | undefined, _: unknown, self: Command) => {
    await createSourceGit(requireName(name), self.optsWithGlobals<SourceGitOptions>(), context);
  });
}

const parseProvider = oneOf('provider', ['generic', 'github', 'aws', 'azure'], {
  what: 'source Git provider',
  none: 'no source Git provider given, please specify the Git provider name',
});

async function createSourceGit(name: string, options: SourceGitOptions, context: CliContext): Promise<void> {
  const object = buildGitRepository(name, options);
  if (options.export === true) {
    context.terminal.out(printExport(exporter()(object)));
    return;
  }
  const scene = createScene(options, context);
  context.progress.generate('generating GitRepository source');
  const secretName = await configureCredentials(name, options, scene);
  const source = secretName === undefined ? object : withSecret(object, secretName);
  const after = await applyAndAwait(source, { kind: gitRepository, title: 'GitRepository source' }, scene);
  context.progress.success('GitRepository source reconciliation completed');
  const revision = statusOf(after).artifact?.revision;
  if (revision === undefined) {
    throw new CliError('GitRepository source reconciliation completed but no artifact was found');
  }
  context.progress.success(`fetched revision: ${revision}`);
}

function withSecret(object: KubeObject, name: string): KubeObject {
  return { ...object, spec: { ...specOf(object), secretRef: { name } } };
}
