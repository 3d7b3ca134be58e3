import type { DeleteOptions, SelectionOptions, WriteOptions } from './kube-client.ts';
import { queryText } from './paths.ts';

/** Content types of the ways to patch. */
export const patchContentTypes = {
  json: 'application/json-patch+json',
  merge: 'application/merge-patch+json',
  strategic: 'application/strategic-merge-patch+json',
  // JSON is YAML; the API server takes the apply patch under this type only.
  apply: 'application/apply-patch+yaml',
} as const;

/** The query of a write. */
export function writeQuery(options: WriteOptions & { readonly force?: boolean | undefined }): string {
  return queryText({
    fieldManager: options.fieldManager,
    force: options.force,
    dryRun: options.dryRun === true ? 'All' : undefined,
    fieldValidation: options.fieldValidation,
  });
}

/** The query that selects objects. */
export function selectionQuery(options: SelectionOptions): Readonly<Record<string, string | undefined>> {
  return { labelSelector: options.labelSelector, fieldSelector: options.fieldSelector };
}

/** The DeleteOptions of a deletion. */
export function deleteBody({ propagationPolicy, preconditions, gracePeriodSeconds, dryRun }: DeleteOptions): string {
  return JSON.stringify({
    kind: 'DeleteOptions',
    apiVersion: 'v1',
    propagationPolicy,
    preconditions,
    gracePeriodSeconds,
    dryRun: dryRun === true ? ['All'] : undefined,
  });
}
