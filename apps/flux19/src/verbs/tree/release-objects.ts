import { gunzipSync } from 'node:zlib';
import { hasReason, type KubeClient, NoMatchError } from '@flux19/kube';
import {
  isJsonObject,
  type JsonValue,
  type KubeObject,
  type ObjectReference,
  objectReference,
  parseJson,
} from '@flux19/objects';
import { parseManifests } from '@flux19/yaml';
import { helmRelease } from '../../kinds/delivery-kinds.ts';
import { specOf, statusOf } from '../../kinds/flux-kind.ts';
import { CliError } from '../../program/cli-error.ts';

interface Snapshot {
  readonly name: string;
  readonly namespace: string;
  readonly version: number;
}

/** Helm's own limit for a stored release is that of a Secret; unpacked it must stay within reason. */
const maxReleaseBytes = 64 << 20;

/** What a release holds, by the record that Helm keeps of it; nothing for a release that is remote or was never installed. */
export async function releaseObjects(
  { namespace, name }: ObjectReference,
  client: KubeClient,
  signal: AbortSignal,
): Promise<readonly ObjectReference[]> {
  const { apiVersion, kind } = helmRelease;
  const release = await client.get({ apiVersion, kind, namespace, name }, signal);
  const { storageNamespace = '', history = [] } = statusOf(release) as {
    readonly storageNamespace?: string;
    readonly history?: readonly Snapshot[];
  };
  const [latest] = history;
  if (specOf(release)['kubeConfig'] !== undefined || storageNamespace === '' || latest === undefined) return [];
  const secret = await client.find(
    {
      apiVersion: 'v1',
      kind: 'Secret',
      namespace: storageNamespace,
      name: `sh.helm.release.v1.${latest.name}.v${latest.version}`,
    },
    signal,
  );
  if (secret === undefined) return [];
  const objects = manifestOf(secret, `${namespace}/${name}`);
  return await Promise.all(objects.map((object) => placed(object, latest.namespace, client, signal)));
}

function manifestOf(secret: KubeObject, release: string): readonly KubeObject[] {
  const { release: stored = '' } = (secret['data'] ?? {}) as { readonly release?: string };
  try {
    const bytes = Buffer.from(Buffer.from(stored, 'base64').toString('latin1'), 'base64');
    const isZipped = bytes[0] === 0x1f && bytes[1] === 0x8b;
    const text = (isZipped ? gunzipSync(bytes, { maxOutputLength: maxReleaseBytes }) : bytes).toString('utf8');
    const record: JsonValue = parseJson(text);
    const manifest = isJsonObject(record) ? record['manifest'] : undefined;
    const documents = parseManifests(typeof manifest === 'string' ? manifest : '');
    return documents.map(({ value }) => value as unknown as KubeObject);
  } catch (cause) {
    throw new CliError(`failed to decode the Helm storage object for HelmRelease '${release}'`, { cause });
  }
}

/** Objects without a namespace of their own live in that of the release, if their kind has namespaces. */
async function placed(
  object: KubeObject,
  namespace: string,
  client: KubeClient,
  signal: AbortSignal,
): Promise<ObjectReference> {
  const reference = objectReference(object);
  if (reference.namespace !== '') return reference;
  try {
    const { namespaced } = await client.mapping(object, signal);
    return namespaced ? { ...reference, namespace } : reference;
  } catch (thrown) {
    if (thrown instanceof NoMatchError || hasReason(thrown, 'NotFound')) return reference;
    throw thrown;
  }
}
