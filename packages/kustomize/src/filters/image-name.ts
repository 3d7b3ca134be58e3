import { compileGoRegexp } from '@flux19/expressions';
import type { Image } from '../kustomization/kustomization.ts';

/** The parts of an image reference. */
interface ImageParts {
  readonly name: string;
  readonly tag: string;
  readonly digest: string;
}

/** Makes the function that gives an image its new name, tag or digest; undefined for one that is not meant. */
export function imageUpdater(image: Image): (text: string) => string | undefined {
  const isMatch = imageMatcher(image.name ?? '');
  return (text) => {
    if (!isMatch(text)) return undefined;
    const parts = splitImage(text);
    const name = image.newName || parts.name;
    const { tag, digest } = newVersion(image, parts);
    return `${name}${tag === '' ? '' : `:${tag}`}${digest === '' ? '' : `@${digest}`}`;
  };
}

function newVersion(image: Image, old: ImageParts): Pick<ImageParts, 'tag' | 'digest'> {
  const { newTag = '', digest = '', tagSuffix = '' } = image;
  if (newTag !== '') return { tag: newTag, digest };
  if (digest !== '') return { tag: '', digest };
  if (tagSuffix !== '') return { tag: old.tag + tagSuffix, digest: '' };
  return old;
}

/** Kustomize takes the name for a regular expression: ordinary names are spared the engine for those. */
function imageMatcher(name: string): (text: string) => boolean {
  const rest = '(:[a-zA-Z0-9_.{}-]*)?(@[a-zA-Z0-9]+([.+_-][a-zA-Z0-9]+)*:[a-zA-Z0-9_.{}-]*)?$';
  if (/^[a-zA-Z0-9_/:-]*$/.test(name)) {
    const tail = new RegExp(`^${rest}`);
    return (text) => text.startsWith(name) && (text.length === name.length || tail.test(text.slice(name.length)));
  }
  if (/^[a-zA-Z0-9_./:-]*$/.test(name)) {
    const pattern = new RegExp(`^${name}${rest}`);
    return (text) => pattern.test(text);
  }
  try {
    const pattern = compileGoRegexp(`^${name}${rest}`);
    return (text) => pattern.test(text);
  } catch {
    // As upstream from the release after v5.8.1 on, which crashes here: a name that is no pattern matches nothing.
    return () => false;
  }
}

function splitImage(image: string): ImageParts {
  // A port of the registry is no tag: look behind the first slash.
  const slash = Math.max(image.indexOf('/'), 0);
  const at = image.indexOf('@', slash);
  const colon = image.indexOf(':', slash);
  if (at < 0 && colon < 0) return { name: image, tag: '', digest: '' };
  if (at >= 0 && (at < colon || colon < 0)) return { name: image.slice(0, at), tag: '', digest: image.slice(at + 1) };
  if (at >= 0) return { name: image.slice(0, colon), tag: image.slice(colon + 1, at), digest: image.slice(at + 1) };
  return { name: image.slice(0, colon), tag: image.slice(colon + 1), digest: '' };
}
