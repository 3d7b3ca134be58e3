import type { Command } from 'commander';
import { exporter, printExport } from '../../cluster/exported-object.ts';
import { kustomization } from '../../kinds/delivery-kinds.ts';
import type { CliContext } from '../../program/cli-context.ts';
import { collectList, oneOf, parseDuration } from '../../program/option-parsers.ts';
import { applyAndAwait } from './apply-and-await.ts';
import { requireName } from './create-options.ts';
import { createScene } from './create-scene.ts';
import { buildKustomization, type KustomizationOptions, safeRelativePath } from './kustomization-object.ts';
import { parseKustomizationSource } from './kustomization-source.ts';

/** `flux19 create kustomization NAME`. */
export function addCreateKustomization(create: Command, context: CliContext): void {
  create
    .command('kustomization')
    .alias('ks')
    .description('Create or update a Kustomization resource')
    .argument('[name]')
    .option('--source <source>', "source in the format '[<kind>/]<name>[.<namespace>]'", parseKustomizationSource)
    .option('--path <path>', 'directory that contains a kustomization.yaml file', safeRelativePath, './')
    .option('--prune', 'enable garbage collection')
    .option('--wait', 'enable health checking of all the applied resources')
    .option('--health-check <check>', "workload to assess, in the format '<kind>/<name>.<namespace>'", collectList)
    .option(
      '--health-check-timeout <duration>',
      'timeout of health checks',
      parseDuration('health-check-timeout'),
      120_000,
    )
    .option('--depends-on <names>', "Kustomizations that come first: '<name>' or '<namespace>/<name>'", collectList)
    .option('--service-account <name>', 'the service account to impersonate')
    .option('--decryption-provider <name>', 'decryption provider: sops', parseDecryptionProvider)
    .option('--decryption-secret <name>', 'the secret with the keys for sops decryption')
    .option('--target-namespace <name>', 'overrides the namespace of all objects')
    .option('--kubeconfig-secret-ref <name>', 'the secret with the kubeconfig of a remote cluster')
    .option('--retry-interval <duration>', 'when to retry after a failure', parseDuration('retry-interval'))
    .option('--validation <mode>', 'no longer used: everything is validated by a server-side dry run')
    .action(async (name: string | undefined, _: unknown, self: Command) => {
      await createKustomization(requireName(name), self.optsWithGlobals<KustomizationOptions>(), context);
    });
}

const parseDecryptionProvider = oneOf('decryption-provider', ['sops'], {
  what: 'decryption provider',
  none: 'no decryption provider given, please specify the decryption provider',
  separator: ', ',
});

async function createKustomization(name: string, options: KustomizationOptions, context: CliContext): Promise<void> {
  const object = buildKustomization(name, options);
  if (options.export === true) {
    context.terminal.out(printExport(exporter()(object)));
    return;
  }
  const { progress } = context;
  progress.generate('generating Kustomization');
  const after = await applyAndAwait(
    object,
    { kind: kustomization, title: 'Kustomization' },
    createScene(options, context),
  );
  progress.success(`Kustomization ${name} is ready`);
  progress.success(kustomization.successMessage(after));
}
