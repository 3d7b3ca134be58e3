import type { JsonObject } from '@flux19/objects';
import type { FieldError } from '@flux19/schemas';
import { DecodeError } from '../decode/decode-error.ts';
import { type ObjectDecoder, unknownKind } from '../decode/decode-object.ts';
import { parseBody } from '../decode/parse-body.ts';
import { badRequest, invalid } from '../errors/api-errors.ts';
import { invalidField, unsupportedField } from '../errors/field-errors.ts';
import { bodyFormat } from '../http/media-types.ts';
import { dryRunErrors, integerOption } from '../http/query-options.ts';
import { isQueryTrue } from '../http/request-info.ts';
import { numberField, objectField, textField, textsField } from '../json/fields.ts';

type Propagation = 'Orphan' | 'Background' | 'Foreground';

/** How an object is deleted: https://kubernetes.io/docs/reference/kubernetes-api/common-definitions/delete-options/ */
export interface DeleteOptions {
  readonly gracePeriodSeconds: number | undefined;
  readonly orphanDependents: boolean | undefined;
  readonly propagationPolicy: Propagation | undefined;
  readonly preconditions: { readonly uid: string | undefined; readonly resourceVersion: string | undefined };
  readonly dryRun: boolean;
}

const policies: readonly string[] = ['Foreground', 'Background', 'Orphan'];

/** Reads the options from a body, or from the query when there is none. Throws StatusError. */
export function readDeleteOptions(
  body: string,
  contentType: string | null,
  query: URLSearchParams,
  decoder: ObjectDecoder,
): DeleteOptions {
  const options = body === '' ? fromQuery(query) : decodeBody(body, contentType, decoder);
  const propagation = textField(options, 'propagationPolicy');
  const dryRun = textsField(options, 'dryRun');
  const errors: FieldError[] = [];
  const orphan = options['orphanDependents'];
  if (orphan !== undefined && propagation !== '') {
    const text = 'orphanDependents and deletionPropagation cannot be both set';
    errors.push(invalidField('propagationPolicy', propagation, text));
  }
  if (propagation !== '' && !policies.includes(propagation)) {
    errors.push(unsupportedField('propagationPolicy', propagation, [...policies, 'nil']));
  }
  errors.push(...dryRunErrors(dryRun));
  if (errors.length > 0) throw invalid({ group: 'meta.k8s.io', resource: 'DeleteOptions' }, '', errors);
  const preconditions = objectField(options, 'preconditions');
  return {
    gracePeriodSeconds: numberField(options, 'gracePeriodSeconds'),
    orphanDependents: typeof orphan === 'boolean' ? orphan : undefined,
    propagationPolicy: propagation === '' ? undefined : (propagation as Propagation),
    preconditions: {
      uid: textField(preconditions, 'uid') || undefined,
      resourceVersion: textField(preconditions, 'resourceVersion') || undefined,
    },
    dryRun: dryRun.length > 0,
  };
}

function decodeBody(body: string, contentType: string | null, decoder: ObjectDecoder): JsonObject {
  try {
    const format = bodyFormat(contentType, false);
    const value = parseOptions(body, format);
    const kind = textField(value, 'kind');
    // Every group has options of its own.
    if (kind !== '' && kind !== 'DeleteOptions') throw unknownKind(kind, textField(value, 'apiVersion'));
    decoder.decodeKind(value, 'meta.k8s.io', 'v1', 'DeleteOptions');
    return value;
  } catch (thrown) {
    if (thrown instanceof DecodeError) throw badRequest(thrown.message);
    throw thrown;
  }
}

function parseOptions(body: string, format: 'json' | 'yaml'): JsonObject {
  try {
    return parseBody(body, format).value;
  } catch (thrown) {
    if (!(thrown instanceof DecodeError)) throw thrown;
    throw new DecodeError(`couldn't get version/kind; json parse error: ${thrown.message}`, { cause: thrown });
  }
}

function fromQuery(query: URLSearchParams): JsonObject {
  const gracePeriodSeconds = integerOption(query, 'gracePeriodSeconds');
  const propagationPolicy = query.get('propagationPolicy');
  const orphanDependents = query.get('orphanDependents');
  return {
    ...(gracePeriodSeconds === undefined ? {} : { gracePeriodSeconds }),
    ...(propagationPolicy === null ? {} : { propagationPolicy }),
    ...(orphanDependents === null ? {} : { orphanDependents: isQueryTrue(orphanDependents) }),
    dryRun: query.getAll('dryRun'),
  };
}
