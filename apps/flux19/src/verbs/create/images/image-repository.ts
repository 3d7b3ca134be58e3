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

const component = /^[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*$/;

/** A host may have capitals and a port, a path may not. */
function checkRepository(image: string): void {
  const parts = image.split('/');
  const [first = '', ...rest] = parts;
  const hasHost = rest.length > 0 && /[.:]|^localhost$/.test(first);
  const path = hasHost ? rest : parts;
  if (path.every((part) => component.test(part))) return;
  const why = /:[^/]*$/.test(image) ? 'it must not have a tag or digest' : 'it is not a repository name';
  throw new CliError(`unable to parse image value: could not parse reference: ${image}`, { hints: [why] });
}
