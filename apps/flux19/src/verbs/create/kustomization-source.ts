import { parseObjectName } from '../../program/object-name.ts';
import { invalidArgument } from '../../program/option-parsers.ts';

/** Where a Kustomization takes its files from. */
export interface KustomizationSource {
  readonly kind: string;
  readonly name: string;
  readonly namespace?: string;
}

const kinds = ['OCIRepository', 'GitRepository', 'Bucket', 'ExternalArtifact'];

/** Reads `[<kind>/]<name>[.<namespace>]`; a name alone is a GitRepository. Throws CliError. */
export function parseKustomizationSource(text: string): KustomizationSource {
  if (text.trim() === '') {
    throw invalidArgument(
      'source',
      text,
      "no Kustomization source given, please specify source that contains the Kubernetes manifests in the format '[<kind>/]<name>.<namespace>'",
    );
  }
  const { kind, name, namespace } = parseObjectName(text);
  if (name === '') throw invalidArgument('source', text, `no name given for source of kind '${kind}'`);
  const wanted = kind === '' ? 'GitRepository' : kind;
  const known = kinds.find((candidate) => candidate.toLowerCase() === wanted.toLowerCase());
  if (known === undefined) {
    throw invalidArgument(
      'source',
      text,
      `source kind '${kind}' is not supported, must be one of: ${kinds.join(', ')}`,
    );
  }
  return { kind: known, name, ...(namespace === '' ? {} : { namespace }) };
}
