import { type OciRepository, reasons } from '@flux19/api';
import { parseRepository, type RepositoryName } from '@flux19/oci';
import { fetchFailure, textOf } from '../source/source-error.ts';

const scheme = 'oci://';

/** The repository that `spec.url` names. Throws a `SourceError` that stalls the object when it names none. */
export function repositoryOf({ spec }: OciRepository): RepositoryName {
  try {
    return parseUrl(spec.url);
  } catch (thrown) {
    const message = `URL validation failed for '${spec.url}': ${textOf(thrown)}`;
    throw fetchFailure(reasons.urlInvalid, message, { stage: 'credentials', retry: 'never', cause: thrown });
  }
}

function parseUrl(url: string): RepositoryName {
  if (!url.startsWith(scheme)) throw new Error("URL must be in format 'oci://<domain>/<org>/<repo>'");
  const text = url.slice(scheme.length);
  const colon = text.indexOf(':', text.lastIndexOf('/') + 1);
  if (colon < 0 || !text.includes('/')) return parseRepository(text);
  parseRepository(text.slice(0, colon));
  throw new Error(`URL must not contain a tag; remove '${text.slice(colon)}'`);
}
