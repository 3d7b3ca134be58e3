import type { FieldError } from '@flux19/schemas';
import { badRequest, invalid } from '../errors/api-errors.ts';
import { forbiddenField, invalidField, unsupportedField } from '../errors/field-errors.ts';
import { integerOption } from '../http/query-options.ts';
import { isQueryTrue } from '../http/request-info.ts';

const switches = ['follow', 'previous', 'timestamps'] as const;
const streams = ['All', 'Stderr', 'Stdout'];
const timeForm = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?(Z|[+-]\d{2}:\d{2})$/;

/**
 * The options of a request for a log as Kubernetes reads them, in one form: switches are `true` or absent, numbers and times are
 * valid. `stream` is understood, as with the feature gate PodLogsQuerySplitStreams. Throws StatusError 400 and 422.
 */
export function readLogOptions(query: URLSearchParams, podName: string): URLSearchParams {
  const options = new URLSearchParams();
  for (const name of switches) if (isQueryTrue(query.get(name))) options.set(name, 'true');
  const tailLines = integerOption(query, 'tailLines');
  const limitBytes = integerOption(query, 'limitBytes');
  const sinceSeconds = integerOption(query, 'sinceSeconds');
  const sinceTime = timeOption(query.get('sinceTime'));
  const stream = query.get('stream') ?? 'All';
  const errors = numberErrors({ tailLines, limitBytes, sinceSeconds, sinceTime });
  if (!streams.includes(stream)) errors.push(unsupportedField('stream', stream, streams));
  if (stream !== 'All' && tailLines !== undefined) {
    errors.push(forbiddenField('[]', '`tailLines` and specific `stream` are mutually exclusive for now'));
  }
  if (errors.length > 0) throw invalid({ group: '', resource: 'PodLogOptions' }, podName, errors);
  const values = { tailLines, limitBytes, sinceSeconds, sinceTime, stream: stream === 'All' ? undefined : stream };
  for (const [name, value] of Object.entries(values)) if (value !== undefined) options.set(name, String(value));
  return options;
}

interface Limits {
  readonly tailLines: number | undefined;
  readonly limitBytes: number | undefined;
  readonly sinceSeconds: number | undefined;
  readonly sinceTime: string | undefined;
}

function numberErrors({ tailLines = 0, limitBytes = 1, sinceSeconds, sinceTime }: Limits): FieldError[] {
  const errors: FieldError[] = [];
  if (tailLines < 0) errors.push(invalidField('tailLines', tailLines, 'must be greater than or equal to 0'));
  if (limitBytes < 1) errors.push(invalidField('limitBytes', limitBytes, 'must be greater than 0'));
  if (sinceSeconds !== undefined && sinceTime !== undefined) {
    errors.push(forbiddenField('[]', 'at most one of `sinceTime` or `sinceSeconds` may be specified'));
  } else if (sinceSeconds !== undefined && sinceSeconds < 1) {
    errors.push(invalidField('sinceSeconds', sinceSeconds, 'must be greater than 0'));
  }
  return errors;
}

function timeOption(text: string | null): string | undefined {
  if (text === null || text === '') return undefined;
  if (timeForm.test(text) && !Number.isNaN(Date.parse(text))) return text;
  const [layout, value] = [JSON.stringify('2006-01-02T15:04:05Z07:00'), JSON.stringify(text)];
  throw badRequest(`parsing time ${value} as ${layout}: cannot parse ${value} as "2006"`);
}
