import type { ImagePolicy, ImagePolicyStatus, ImageReference, ImageRepository } from '@flux19/api';
import { canonicalRepository, type OciClient, parseReference } from '@flux19/oci';
import type { RegistryEffects } from '../effects.ts';
import { askRegistry } from '../registry/ask-registry.ts';

/** The image that a tag stands for now, with a digest where the policy wants one. Throws `ReconcileError`. */
export async function reflectImage(
  policy: ImagePolicy,
  repository: ImageRepository,
  tag: string,
  effects: RegistryEffects,
  signal: AbortSignal,
): Promise<ImageReference> {
  const { digestReflectionPolicy = 'Never' } = policy.spec;
  const image: ImageReference = { name: repository.spec.image, tag };
  const known = policy.status?.latestRef;
  if (digestReflectionPolicy === 'Never') return image;
  if (digestReflectionPolicy === 'IfNotPresent' && isSameTag(known, image) && known?.digest !== undefined) return known;
  return { ...image, digest: await fetchDigest(repository, image, effects, signal) };
}

function isSameTag(a: ImageReference | undefined, b: ImageReference): boolean {
  return a?.name === b.name && a.tag === b.tag;
}

async function fetchDigest(
  repository: ImageRepository,
  { name, tag }: ImageReference,
  effects: RegistryEffects,
  signal: AbortSignal,
): Promise<string> {
  const reference = parseReference(`${name}:${tag}`);
  const tried = `failed fetching digest of ${name}:${tag}: `;
  const wording = {
    access: { reason: 'Failed', prefix: `${tried}failed to configure authentication options: ` },
    question: {
      reason: 'Failed',
      prefix: `${tried}failed fetching descriptor for "${canonicalRepository(reference)}:${tag}": `,
    },
  };
  const ask = (client: OciClient, inner: AbortSignal) => client.resolve(reference, inner);
  return (await askRegistry(effects, repository, wording, ask, signal)).digest;
}

/** What an image changes in the status: nothing when it is the same as before. */
export function withImage(status: ImagePolicyStatus, image: ImageReference): Partial<ImagePolicyStatus> {
  const { latestRef, observedPreviousRef } = status;
  if (latestRef !== undefined && isSameTag(latestRef, image) && latestRef.digest === image.digest) {
    return { latestRef, ...(observedPreviousRef === undefined ? {} : { observedPreviousRef }) };
  }
  return { latestRef: image, ...(latestRef === undefined ? {} : { observedPreviousRef: latestRef }) };
}

/** The message of a policy that is ready. */
export function readyMessage({ latestRef, observedPreviousRef: previous }: Partial<ImagePolicyStatus>): string {
  if (latestRef === undefined) return '';
  const { name, tag, digest } = latestRef;
  const base = `Latest image tag for ${name} resolved to ${tag}${digest === undefined ? '' : ` with digest ${digest}`}`;
  if (previous === undefined || (isSameTag(previous, latestRef) && previous.digest === digest)) return base;
  const before = `${previous.name}:${previous.tag}${previous.digest === undefined ? '' : `@${previous.digest}`}`;
  return `${base} (previously ${before})`;
}
