import type { FieldError } from '@flux19/schemas';
import { invalid } from '../errors/api-errors.ts';
import { forbiddenField, unsupportedField } from '../errors/field-errors.ts';
import { integerOption } from '../http/query-options.ts';
import { isQueryTrue } from '../http/request-info.ts';
import { readRevision } from '../verbs/list.ts';

export interface WatchOptions {
  /** Where to begin; undefined and 0 begin with the current state. */
  readonly revision: number | undefined;
  readonly allowBookmarks: boolean;
  /** The client's explicit wish, if it has one. */
  readonly sendInitialEvents: boolean | undefined;
  /** Undefined leaves it to the server. */
  readonly timeoutSeconds: number | undefined;
}

/** Reads the options of a watch. Throws StatusError 400 or 422. */
export function readWatchOptions(query: URLSearchParams): WatchOptions {
  const errors = matchErrors(query);
  if (errors.length > 0) throw invalid({ group: 'meta.k8s.io', resource: 'ListOptions' }, '', errors);
  // Of no use to a watch, but read all the same.
  integerOption(query, 'limit');
  return {
    revision: readRevision(query),
    allowBookmarks: isQueryTrue(query.get('allowWatchBookmarks')),
    sendInitialEvents: query.has('sendInitialEvents') ? isQueryTrue(query.get('sendInitialEvents')) : undefined,
    timeoutSeconds: integerOption(query, 'timeoutSeconds'),
  };
}

function matchErrors(query: URLSearchParams): FieldError[] {
  const match = query.get('resourceVersionMatch') ?? '';
  const path = 'resourceVersionMatch';
  const errors: FieldError[] = [];
  if (query.has('sendInitialEvents')) {
    if (match !== 'NotOlderThan') {
      errors.push(forbiddenField(path, `sendInitialEvents requires setting ${path} to NotOlderThan`));
    }
  } else if (match !== '') {
    errors.push(forbiddenField(path, `${path} is forbidden for watch unless sendInitialEvents is provided`));
  }
  if (match !== '' && match !== 'NotOlderThan') errors.push(unsupportedField(path, match, ['NotOlderThan']));
  if (match !== '' && (query.get('continue') ?? '') !== '') {
    errors.push(forbiddenField(path, `${path} is forbidden when continue is provided`));
  }
  return errors;
}
