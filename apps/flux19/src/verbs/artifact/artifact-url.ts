import { OciError, type OciReference, parseReference } from '@flux19/oci';
import { CliError } from '../../program/cli-error.ts';

const scheme = 'oci://';

/** The address of an artifact on the command line. */
export interface ArtifactUrl {
  /** Without the scheme, as it was written. */
  readonly text: string;
  readonly reference: OciReference;
}

/** Reads `oci://<registry>/<repository>[:<tag>]`. Throws CliError in flux's words; `missing` when there is none. */
export function parseArtifactUrl(text: string | undefined, missing: string): ArtifactUrl {
  if (text === undefined) throw new CliError(missing);
  if (!text.startsWith(scheme)) throw new CliError("URL must be in format 'oci://<domain>/<org>/<repo>'");
  const address = text.slice(scheme.length);
  try {
    return { text: address, reference: parseReference(address) };
  } catch (thrown) {
    throw invalidUrl(text, thrown);
  }
}

function invalidUrl(text: string, cause: unknown): unknown {
  if (!(cause instanceof OciError)) return cause;
  return new CliError(`'${text}' invalid URL: ${cause.message}`, { cause });
}
