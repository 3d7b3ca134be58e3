import { formatGoDuration } from '@flux19/expressions';
import { imageRepository } from '../../../kinds/image-kinds.ts';
import { CliError } from '../../../program/cli-error.ts';
import { parseDuration } from '../../../program/option-parsers.ts';
import { durationText, isMissing, nameReference, present } from '../create-fields.ts';
import type { CreateOptions } from '../create-options.ts';
import type { KindVerb } from '../kind-verb.ts';

interface Flags extends CreateOptions {
  readonly image?: string;
  readonly secretRef?: string;
  readonly certRef?: string;
  /** Milliseconds. */
  readonly scanTimeout?: number;
}

/** `create image repository`: a repository whose tags are to be known. */
export const imageRepositoryVerb: KindVerb<Flags> = {
  kind: imageRepository,
  description: 'Create or update an ImageRepository object',
  title: 'ImageRepository',
  generating: 'told',
  addOptions: (command) => {
    command
      .option('--image <repository>', 'the image repository to scan; e.g., library/alpine')
      .option('--secret-ref <name>', 'the name of a docker-registry secret to use for credentials')
      .option('--cert-ref <name>', 'the name of a secret to use for TLS certificates')
      .option(
        '--scan-timeout <duration>',
        'a timeout for scanning; this defaults to the interval if not set',
        parseDuration('scan-timeout'),
      );
  },
  spec: ({ image = '', interval, scanTimeout, secretRef, certRef }) => {
    if (isMissing(image)) throw new CliError('an image repository (--image) is required');
    checkRepository(image);
    return {
      image,
      interval: formatGoDuration(interval),
      ...present('timeout', durationText(scanTimeout)),
      ...present('secretRef', nameReference(secretRef)),
      ...present('certSecretRef', nameReference(certRef)),
    };
  },
  success: () => ['ImageRepository reconciliation completed'],
};

const characters = 'abcdefghijklmnopqrstuvwxyz0123456789_-./';
const shortest = 2;
const longest = 255;

/**
 * Refuses what is no name of a repository, with the texts of go-containerregistry. As there, a first part with a dot or a
 * colon is the registry.
 */
function checkRepository(image: string): void {
  const slash = image.indexOf('/');
  const first = image.slice(0, Math.max(0, slash));
  const host = /[.:]/.test(first) ? first : '';
  const path = host === '' ? image : image.slice(slash + 1);
  const refuse = (why: string, hints: readonly string[] = []): never => {
    throw new CliError(`unable to parse image value: ${why}`, { hints });
  };
  if (path.length < shortest || path.length > longest) {
    refuse(`repository must be between ${shortest} and ${longest} characters in length: ${path}`);
  }
  if ([...path].some((character) => !characters.includes(character))) {
    const hints = /[:@]/.test(path) ? ['the repository is named without a tag or digest'] : [];
    refuse(`repository can only contain the characters \`${characters}\`: ${path}`, hints);
  }
  if (host !== '' && !/^(?:\[[^\]]+\]|[^:]+)(?::\d*)?$/.test(host)) {
    refuse(`registries must be valid RFC 3986 URI authorities: ${host}`);
  }
}
