import { formatGoDuration } from '@flux19/expressions';
import type { JsonObject, KubeObject } from '@flux19/objects';
import { statusOf } from '../../../kinds/flux-kind.ts';
import { ociRepository } from '../../../kinds/source-kinds.ts';
import { CliError } from '../../../program/cli-error.ts';
import { collectList, oneOf } from '../../../program/option-parsers.ts';
import { durationText, isMissing, nameReference, present } from '../create-fields.ts';
import type { CreateOptions } from '../create-options.ts';
import type { KindVerb } from '../kind-verb.ts';
import { addVerificationOptions, type VerificationFlags, verificationOf } from './verification.ts';

interface Flags extends CreateOptions, VerificationFlags {
  readonly url?: string;
  readonly tag?: string;
  readonly tagSemver?: string;
  readonly digest?: string;
  readonly secretRef?: string;
  readonly proxySecretRef?: string;
  readonly serviceAccount?: string;
  readonly certRef?: string;
  readonly ignorePaths?: readonly string[];
  readonly insecure?: boolean;
  readonly layerSelector?: string;
  readonly provider: string;
  /** Milliseconds. */
  readonly fetchTimeout?: number;
}

/** `create source oci`: an artifact in a registry. */
export const sourceOciVerb: KindVerb<Flags> = {
  kind: ociRepository,
  description: 'Create or update an OCIRepository',
  title: 'OCIRepository',
  generating: 'untold',
  addOptions: (command) => {
    command
      .option('--provider <name>', 'the OCI provider name: generic, aws, azure or gcp', parseProvider, 'generic')
      .option('--url <url>', 'the OCI repository URL')
      .option('--tag <tag>', 'the OCI artifact tag')
      .option('--tag-semver <range>', 'the OCI artifact tag semver range')
      .option('--digest <digest>', 'the OCI artifact digest')
      .option('--secret-ref <name>', "the image pull secret (type 'kubernetes.io/dockerconfigjson')")
      .option('--proxy-secret-ref <name>', 'an existing secret with the proxy address and credentials')
      .option('--service-account <name>', 'the service account that refers to an image pull secret')
      .option('--cert-ref <name>', 'the name of a secret to use for TLS certificates');
    addVerificationOptions(command)
      .option('--ignore-paths <paths>', 'paths to ignore, with commas between them', collectList)
      .option('--insecure', 'for when connecting to a non-TLS registries over plain HTTP')
      .option('--layer-selector <selector>', "the artifact's layer in the format '<media-type>:<operation>'");
  },
  spec: (flags) => {
    const { url, ignorePaths, insecure, provider, interval } = flags;
    if (isMissing(url)) throw new CliError('url is required');
    return {
      interval: formatGoDuration(interval),
      url,
      ref: referenceOf(flags),
      ...(provider === 'generic' ? {} : { provider }),
      ...(insecure === true ? { insecure } : {}),
      ...present('ignore', ignorePaths?.join('\n')),
      ...present('layerSelector', layerSelectorOf(flags.layerSelector)),
      ...present('timeout', durationText(flags.fetchTimeout)),
      ...present('serviceAccountName', flags.serviceAccount),
      ...present('secretRef', nameReference(flags.secretRef)),
      ...present('proxySecretRef', nameReference(flags.proxySecretRef)),
      ...present('certSecretRef', nameReference(flags.certRef)),
      ...present('verify', verificationOf(flags)),
    };
  },
  success: (after) => ['OCIRepository reconciliation completed', `fetched revision: ${revisionOf(after)}`],
};

const parseProvider = oneOf('provider', ['generic', 'aws', 'azure', 'gcp'], {
  what: 'source OCI provider',
  none: 'no source OCI provider given, please specify the OCI provider name',
  separator: ', ',
});

function revisionOf(after: KubeObject): string {
  const revision = statusOf(after).artifact?.revision;
  if (revision === undefined) throw new CliError('no artifact was found');
  return revision;
}

function referenceOf({ tag, tagSemver, digest }: Flags): JsonObject {
  if ([tag, tagSemver, digest].every(isMissing)) throw new CliError('--tag, --tag-semver or --digest is required');
  return { ...present('digest', digest), ...present('semver', tagSemver), ...present('tag', tag) };
}

function layerSelectorOf(text: string | undefined): JsonObject | undefined {
  if (text === undefined || text === '') return undefined;
  const problem = (why: string): CliError => new CliError(`invalid --layer-selector ${JSON.stringify(text)}: ${why}`);
  const [, mediaType, operation] = /^([^:]+):(.+)$/.exec(text) ?? [];
  if (mediaType === undefined || operation === undefined) {
    throw problem("must be in the format '<media-type>:<operation>'");
  }
  if (operation !== 'extract' && operation !== 'copy') throw problem('operation must be "extract" or "copy"');
  return { mediaType, operation };
}
