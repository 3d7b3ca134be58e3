import { formatGoDuration } from '@flux19/expressions';
import type { JsonObject } from '@flux19/objects';
import { upsertSecret } from '../../../cluster/upsert-object.ts';
import { bucket } from '../../../kinds/source-kinds.ts';
import { CliError } from '../../../program/cli-error.ts';
import { collectList, oneOf } from '../../../program/option-parsers.ts';
import { durationText, isMissing, nameReference, present } from '../create-fields.ts';
import { type CreateOptions, parseLabels } from '../create-options.ts';
import type { CreateScene } from '../create-scene.ts';
import { fetched, type KindVerb } from '../kind-verb.ts';

interface Flags extends CreateOptions {
  readonly provider: string;
  readonly bucketName?: string;
  readonly endpoint?: string;
  readonly accessKey?: string;
  readonly secretKey?: string;
  readonly region?: string;
  readonly insecure?: boolean;
  readonly secretRef?: string;
  readonly proxySecretRef?: string;
  readonly ignorePaths?: readonly string[];
  /** Milliseconds. */
  readonly fetchTimeout?: number;
}

/** `create source bucket`: files in an object store. */
export const sourceBucketVerb: KindVerb<Flags> = {
  kind: bucket,
  description: 'Create or update a Bucket source',
  title: 'Bucket source',
  generating: 'told',
  addOptions: (command) => {
    command
      .option('--provider <name>', 'the object store: generic, aws, azure or gcp', parseProvider, 'generic')
      .option('--bucket-name <name>', 'the bucket name')
      .option('--endpoint <host>', 'the bucket endpoint address')
      .option('--access-key <key>', 'the bucket access key')
      .option('--secret-key <key>', 'the bucket secret key')
      .option('--region <name>', 'the bucket region')
      .option('--insecure', 'for when connecting to a non-TLS S3 HTTP endpoint')
      .option('--secret-ref <name>', 'the name of an existing secret containing credentials')
      .option('--proxy-secret-ref <name>', 'an existing secret with the proxy address and credentials')
      .option('--ignore-paths <paths>', 'paths to ignore, with commas between them', collectList);
  },
  spec: (flags) => {
    const { bucketName, endpoint, provider, insecure, ignorePaths, interval } = flags;
    if (isMissing(bucketName)) throw new CliError('bucket-name is required');
    if (isMissing(endpoint)) throw new CliError('endpoint is required');
    return {
      bucketName,
      endpoint,
      interval: formatGoDuration(interval),
      provider,
      ...(insecure === true ? { insecure } : {}),
      ...present('region', flags.region),
      ...present('ignore', ignorePaths?.join('\n')),
      ...present('timeout', durationText(flags.fetchTimeout)),
      ...present('secretRef', nameReference(flags.secretRef)),
      ...present('proxySecretRef', nameReference(flags.proxySecretRef)),
    };
  },
  credentials: storeKeys,
  success: fetched('Bucket source'),
};

const parseProvider = oneOf('provider', ['generic', 'aws', 'azure', 'gcp'], {
  what: 'source bucket provider',
  none: 'no source bucket provider given, please specify the S3 compatible storage provider name',
  separator: ', ',
});

async function storeKeys(name: string, flags: Flags, scene: CreateScene): Promise<JsonObject | undefined> {
  const { accessKey = '', secretKey = '', secretRef, namespace } = flags;
  if (!isMissing(secretRef) || accessKey === '' || secretKey === '') return undefined;
  const { client, context, signal } = scene;
  const metadata = { name: `bucket-${name}`, namespace, labels: parseLabels(flags) };
  const stringData = { accesskey: accessKey, secretkey: secretKey };
  context.progress.action('applying secret with the bucket credentials');
  await upsertSecret(client, { apiVersion: 'v1', kind: 'Secret', metadata, stringData }, signal);
  context.progress.success('authentication configured');
  return { secretRef: { name: metadata.name } };
}
