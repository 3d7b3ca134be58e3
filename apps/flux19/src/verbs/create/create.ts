import type { Command } from 'commander';
import type { CliContext } from '../../program/cli-context.ts';
import { collectList, parseDuration } from '../../program/option-parsers.ts';
import { groupCommand } from '../../program/verb-groups.ts';
import { addCreateKustomization } from './create-kustomization.ts';
import { addCreateSecretGit } from './create-secret-git.ts';
import { addCreateSourceGit } from './create-source-git.ts';
import { helmReleaseVerb } from './delivery/helm-release.ts';
import { imagePolicyVerb } from './images/image-policy.ts';
import { imageRepositoryVerb } from './images/image-repository.ts';
import { imageUpdateVerb } from './images/image-update.ts';
import { addKindVerb } from './kind-verb.ts';
import { alertVerb } from './notifications/alert.ts';
import { alertProviderVerb } from './notifications/alert-provider.ts';
import { receiverVerb } from './notifications/receiver.ts';
import { secretGitHubApp } from './secrets/secret-github-app.ts';
import { secretHelm } from './secrets/secret-helm.ts';
import { secretNotation } from './secrets/secret-notation.ts';
import { secretOci } from './secrets/secret-oci.ts';
import { secretProxy } from './secrets/secret-proxy.ts';
import { secretReceiver } from './secrets/secret-receiver.ts';
import { secretTls } from './secrets/secret-tls.ts';
import { addSecretVerb } from './secrets/secret-verb.ts';
import { sourceBucketVerb } from './sources/source-bucket.ts';
import { sourceChartVerb } from './sources/source-chart.ts';
import { sourceHelmVerb } from './sources/source-helm.ts';
import { sourceOciVerb } from './sources/source-oci.ts';
import { addCreateTenant } from './tenant/create-tenant.ts';

/** `flux19 create ...`: makes or changes objects, or prints them with `--export`. */
export function addCreateVerbs(program: Command, context: CliContext): void {
  const create = program
    .command('create')
    .description('Create or update sources and resources')
    .option('--interval <duration>', 'source sync interval (default 1m0s)', parseDuration('interval'), 60_000)
    .option('--export', 'export in YAML format to stdout')
    .option('--label <labels>', 'set labels on the resource, with commas: label1=value1,label2=value2', collectList);
  addCreateKustomization(create, context);
  addKindVerb(create, helmReleaseVerb, context);
  addKindVerb(create, alertVerb, context);
  addKindVerb(create, alertProviderVerb, context);
  addKindVerb(create, receiverVerb, context);
  addCreateTenant(create, context);
  addImages(create, context);
  addSources(create, context);
  addSecrets(create, context);
}

function addImages(create: Command, context: CliContext): void {
  const image = groupCommand(create, 'image', 'Create or update resources dealing with image automation');
  addKindVerb(image, imageRepositoryVerb, context);
  addKindVerb(image, imagePolicyVerb, context);
  addKindVerb(image, imageUpdateVerb, context);
}

function addSources(create: Command, context: CliContext): void {
  const source = create
    .command('source')
    .description('Create or update sources')
    .option(
      '--fetch-timeout <duration>',
      'a timeout for fetch operations of source-controller',
      parseDuration('fetch-timeout'),
    );
  addCreateSourceGit(source, context);
  addKindVerb(source, sourceOciVerb, context);
  addKindVerb(source, sourceBucketVerb, context);
  addKindVerb(source, sourceHelmVerb, context);
  addKindVerb(source, sourceChartVerb, context);
}

function addSecrets(create: Command, context: CliContext): void {
  const secret = create.command('secret').description('Create or update Kubernetes secrets');
  addCreateSecretGit(secret, context);
  addSecretVerb(secret, secretGitHubApp, context);
  addSecretVerb(secret, secretHelm, context);
  addSecretVerb(secret, secretNotation, context);
  addSecretVerb(secret, secretOci, context);
  addSecretVerb(secret, secretProxy, context);
  addSecretVerb(secret, secretReceiver, context);
  addSecretVerb(secret, secretTls, context);
}
