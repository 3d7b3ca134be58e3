import { badRequest, unknownPath } from '../errors/api-errors.ts';
import type { RequestInfo } from '../http/request-info.ts';

/** What a path such as `/api/v1/namespaces/x/services/http:name:port/proxy/path` asks for. */
export interface ProxyRequest {
  readonly kind: 'pod' | 'service';
  readonly namespace: string;
  readonly name: string;
  /** Empty when none is named. */
  readonly port: string;
  readonly scheme: 'http' | 'https';
  /** Path of the proxy itself, without a slash at the end. */
  readonly prefix: string;
  /** What is asked of the target: empty, or from the slash on. As the client wrote it. */
  readonly path: string;
}

/** Whether a request is for what a pod or a service answers, and not for something that is stored. */
export function isProxyRequest({ group, version, resource, subresource }: RequestInfo): boolean {
  return (
    group === '' && version === 'v1' && subresource === 'proxy' && (resource === 'pods' || resource === 'services')
  );
}

const pathForm = /^(\/api\/v1\/namespaces\/[^/]+\/(?:pods|services)\/[^/]+\/proxy)(\/.*)?$/;

/** Throws StatusError. */
export function readProxyRequest({ resource, namespace, name: id, path: whole }: RequestInfo): ProxyRequest {
  const [, prefix, path = ''] = pathForm.exec(whole) ?? [];
  if (prefix === undefined) throw unknownPath();
  const kind = resource === 'pods' ? 'pod' : 'service';
  const { scheme, name, port } = splitName(id, kind);
  return { kind, namespace, name, port, scheme, prefix, path };
}

/** `name`, `name:port` or `scheme:name:port`. */
function splitName(id: string, kind: string): { scheme: 'http' | 'https'; name: string; port: string } {
  const parts = id.split(':');
  const [scheme = '', name = '', port = ''] = parts.length === 3 ? parts : ['', ...parts];
  const isScheme = scheme === '' || scheme === 'http' || scheme === 'https';
  if (parts.length > 3 || name === '' || !isScheme) {
    throw badRequest(`invalid ${kind} request ${JSON.stringify(id)}`);
  }
  return { scheme: scheme === 'https' ? 'https' : 'http', name, port };
}
