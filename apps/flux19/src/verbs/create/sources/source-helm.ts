import { formatGoDuration } from '@flux19/expressions';
import type { JsonObject, KubeObject } from '@flux19/objects';
import { upsertSecret } from '../../../cluster/upsert-object.ts';
import { specOf } from '../../../kinds/flux-kind.ts';
import { helmRepository } from '../../../kinds/source-kinds.ts';
import { CliError } from '../../../program/cli-error.ts';
import { durationText, isMissing, nameReference, present } from '../create-fields.ts';
import type { CreateOptions } from '../create-options.ts';
import type { CreateScene } from '../create-scene.ts';
import { fetched, type KindVerb } from '../kind-verb.ts';
import { tlsEntries } from '../secrets/tls-entries.ts';

interface Flags extends CreateOptions {
  readonly url?: string;
  readonly username?: string;
  readonly password?: string;
  readonly certFile?: string;
  readonly keyFile?: string;
  readonly caFile?: string;
  readonly secretRef?: string;
  readonly ociProvider?: string;
  readonly passCredentials?: boolean;
  /** Milliseconds. */
  readonly fetchTimeout?: number;
}

/** `create source helm`: a repository of charts. */
export const sourceHelmVerb: KindVerb<Flags> = {
  kind: helmRepository,
  description: 'Create or update a HelmRepository source',
  title: 'HelmRepository source',
  createdTitle: 'source',
  generating: 'told',
  addOptions: (command) => {
    command
      .option('--url <url>', 'Helm repository address')
      .option('-u, --username <name>', 'basic authentication username')
      .option('-p, --password <password>', 'basic authentication password')
      .option('--cert-file <file>', 'TLS authentication cert file path')
      .option('--key-file <file>', 'TLS authentication key file path')
      .option('--ca-file <file>', 'TLS authentication CA file path')
      .option('--secret-ref <name>', 'an existing secret with TLS, basic auth or docker-config credentials')
      .option('--oci-provider <name>', 'OCI provider for authentication')
      .option('--pass-credentials', 'pass credentials to all domains');
  },
  spec: (flags) => {
    const { url = '', secretRef, passCredentials, interval } = flags;
    if (url === '') throw new CliError('url is required');
    const isOci = schemeOf(url) === 'oci';
    return {
      interval: formatGoDuration(interval),
      url,
      ...(isOci ? { type: 'oci', ...present('provider', flags.ociProvider) } : {}),
      ...present('timeout', durationText(flags.fetchTimeout)),
      ...present('secretRef', nameReference(secretRef)),
      ...(passCredentials === true && !isMissing(secretRef) ? { passCredentials } : {}),
    };
  },
  credentials: storeCredentials,
  success: (after) => (isOci(after) ? ['HelmRepository source reconciliation completed'] : fetchedSource(after)),
};

const fetchedSource = fetched('HelmRepository source');

function isOci(object: KubeObject): boolean {
  return specOf(object)['type'] === 'oci';
}

function schemeOf(url: string): string {
  const [, scheme = '', host = ''] = /^(?:([A-Za-z][A-Za-z0-9+.-]*):)?(?:\/\/([^/?#]*))?/.exec(url) ?? [];
  if (!['http', 'https', 'oci'].includes(scheme)) {
    throw new CliError(`url scheme '${scheme}' not supported, can be: http, https and oci`);
  }
  if (host === '') throw new CliError('url host is required');
  return scheme;
}

async function storeCredentials(name: string, flags: Flags, scene: CreateScene): Promise<JsonObject | undefined> {
  if (!isMissing(flags.secretRef)) return undefined;
  const { client, context, signal } = scene;
  const { username, password, certFile, keyFile, caFile, passCredentials, namespace } = flags;
  const files = {
    ...present('tlsCrtFile', isMissing(keyFile) ? undefined : certFile),
    ...present('tlsKeyFile', isMissing(certFile) ? undefined : keyFile),
    ...present('caCrtFile', caFile),
  };
  const stringData = {
    ...tlsEntries(files, context),
    ...(isMissing(username) || isMissing(password) ? {} : { username, password }),
  };
  if (Object.keys(stringData).length === 0) return undefined;
  const metadata = { name: `helm-${name}`, namespace };
  context.progress.action('applying secret with repository credentials');
  await upsertSecret(client, { apiVersion: 'v1', kind: 'Secret', metadata, stringData }, signal);
  context.progress.success('authentication configured');
  return { secretRef: { name: metadata.name }, ...(passCredentials === true ? { passCredentials } : {}) };
}
