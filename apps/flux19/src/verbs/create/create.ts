import type { Command } from 'commander';
import type { CliContext } from '../../program/cli-context.ts';
import { collectList, parseDuration } from '../../program/option-parsers.ts';
import { addCreateKustomization } from './create-kustomization.ts';
import { addCreateSecretGit } from './create-secret-git.ts';
import { addCreateSourceGit } from './create-source-git.ts';
import { secretGitHubApp } from './secrets/secret-github-app.ts';
import { secretHelm } from './secrets/secret-helm.ts';
import { secretOci } from './secrets/secret-oci.ts';
import { secretProxy } from './secrets/secret-proxy.ts';
import { secretReceiver } from './secrets/secret-receiver.ts';
import { secretTls } from './secrets/secret-tls.ts';
import { addSecretVerb } from './secrets/secret-verb.ts';

/** `flux19 create ...`: makes or changes objects, or prints them with `--export`. */
export function addCreateVerbs(program: Command, context: CliContext): void {
  const create = program
    .command('create')
    .description('Create or update sources and resources')
    .option('--interval <duration>', 'source sync interval (default 1m0s)', parseDuration('interval'), 60_000)
    .option('--export', 'export in YAML format to stdout')
    .option('--label <labels>', 'set labels on the resource, with commas: label1=value1,label2=value2', collectList);
  addCreateKustomization(create, context);
  const source = create
    .command('source')
    .description('Create or update sources')
    .option(
      '--fetch-timeout <duration>',
      'a timeout for fetch operations of source-controller',
      parseDuration('fetch-timeout'),
    );
  addCreateSourceGit(source, context);
  const secret = create.command('secret').description('Create or update Kubernetes secrets');
  addCreateSecretGit(secret, context);
  addSecretVerb(secret, secretGitHubApp, context);
  addSecretVerb(secret, secretHelm, context);
  addSecretVerb(secret, secretOci, context);
  addSecretVerb(secret, secretProxy, context);
  addSecretVerb(secret, secretReceiver, context);
  addSecretVerb(secret, secretTls, context);
}
