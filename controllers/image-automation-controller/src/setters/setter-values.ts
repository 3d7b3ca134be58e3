import type { ImagePolicy, ImageReference } from '@flux19/api';
import { OciError, parseReference } from '@flux19/oci';

/** What setters put into files, by their names. Throws with Flux's message when an image cannot be one. */
export function setterValues(policies: readonly ImagePolicy[]): ReadonlyMap<string, string> {
  const values = new Map<string, string>();
  for (const { metadata, status } of policies) {
    const { latestRef } = status ?? {};
    if (latestRef === undefined) continue;
    const image = formatImage(latestRef);
    checkImage(image);
    const setter = `${metadata.namespace}:${metadata.name}`;
    values.set(setter, image);
    values.set(`${setter}:tag`, latestRef.tag);
    values.set(`${setter}:name`, latestRef.name);
    values.set(`${setter}:digest`, latestRef.digest ?? '');
  }
  return values;
}

/** `ghcr.io/team/app:1.2.3@sha256:…` */
function formatImage({ name, tag, digest = '' }: ImageReference): string {
  return `${name}:${tag}${digest === '' ? '' : `@${digest}`}`;
}

function checkImage(image: string): void {
  try {
    parseReference(image);
  } catch (cause) {
    if (!(cause instanceof OciError)) throw cause;
    throw new Error(`encountered invalid image ref "${image}": could not parse reference: ${image}`, { cause });
  }
}
