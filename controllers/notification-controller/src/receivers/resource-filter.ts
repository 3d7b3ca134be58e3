import type { Receiver, ReceiverResource } from '@flux19/api';
import { isJsonObject, type JsonObject, type KubeObject } from '@flux19/objects';
import { ExpressionError } from '../cel/expression-error.ts';
import { compileFluxExpression, type FluxExpression } from '../cel/flux-expression.ts';
import { parseAnyJson } from '../http/parse-json-object.ts';
import { type VerifiedCall, WebhookError } from './receiver-type.ts';

/** Decides whether an object is meant. Throws {@link WebhookError} when that is the fault of the call, else {@link ExpressionError}. */
export type ResourceFilter = (object: KubeObject) => boolean;

/** Compiles a filter of a Receiver. Throws {@link ExpressionError}. */
export function compileFilter(source: string, receiver: Receiver): FluxExpression {
  const claims = receiver.spec.type === 'generic-oidc' ? ['claims'] : [];
  return compileFluxExpression(source, ['res', 'req', ...claims], 'bool');
}

/** The filter for each of the Receiver's resources: both its own and the common one have to accept. */
export function resourceFilters(
  receiver: Receiver,
  call: VerifiedCall,
  headers: Headers,
): ReadonlyMap<ReceiverResource, ResourceFilter> {
  const { resources, resourceFilter = '' } = receiver.spec;
  const hasFilter = resourceFilter !== '' || resources.some(({ filter = '' }) => filter !== '');
  const request = hasFilter ? requestOf(call, headers) : {};
  const compile = (source: string | undefined): ResourceFilter | undefined =>
    source === undefined || source === '' ? undefined : bind(compileFilter(source, receiver), request, call);
  const common = compile(resourceFilter);
  return new Map(
    resources.map((resource) => {
      const own = compile(resource.filter);
      return [resource, (object) => (common?.(object) ?? true) && (own?.(object) ?? true)];
    }),
  );
}

function bind(expression: FluxExpression, req: JsonObject, { claims }: VerifiedCall): ResourceFilter {
  return (object) => {
    try {
      const res = { apiVersion: object.apiVersion, kind: object.kind, metadata: object.metadata };
      return expression.evaluate({ res, req, ...(claims === undefined ? {} : { claims }) }) === true;
    } catch (thrown) {
      // What a filter finds missing in the request is missing because the caller did not send it.
      const isCallers = expression.usedVariables.has('req') || expression.usedVariables.has('claims');
      if (!(thrown instanceof ExpressionError) || !isCallers) throw thrown;
      throw new WebhookError(thrown.message, { cause: thrown });
    }
  };
}

/** What filters see as `req`: nothing when the call does not say that it is JSON. */
function requestOf({ body }: VerifiedCall, headers: Headers): JsonObject {
  if (!isJsonContent(headers.get('content-type') ?? '')) return {};
  const value = parseAnyJson(body);
  if (value === null) return {};
  if (!isJsonObject(value)) throw new WebhookError('failed to parse request body as JSON');
  return value;
}

function isJsonContent(contentType: string): boolean {
  return contentType.split(',').some((type) => type.split(';', 1)[0]?.trim().toLowerCase() === 'application/json');
}
