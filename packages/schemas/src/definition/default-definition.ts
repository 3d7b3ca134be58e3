import { isJsonObject, type JsonObject } from '@flux19/objects';
import { objectIn, objectsIn, textIn } from './internal-spec.ts';

/** Fills in, in place, what kube-apiserver fills in: names derived from the kind, conversion, webhook port, stored versions. */
export function defaultCustomResourceDefinition(definition: JsonObject): void {
  const spec = objectIn(definition, 'spec');
  if (spec === undefined) return;
  defaultNames(spec);
  defaultConversion(spec);
  const status = objectIn(definition, 'status') ?? {};
  const stored = status['storedVersions'];
  if (Array.isArray(stored) && stored.length > 0) return;
  const storage = objectsIn(spec, 'versions').find((version) => version['storage'] === true);
  if (storage === undefined) return;
  status['storedVersions'] = [textIn(storage, 'name')];
  definition['status'] = status;
}

function defaultNames(spec: JsonObject): void {
  const names = objectIn(spec, 'names');
  if (names === undefined) return;
  const kind = textIn(names, 'kind');
  if (textIn(names, 'singular') === '') names['singular'] = kind.toLowerCase();
  if (textIn(names, 'listKind') === '' && kind !== '') names['listKind'] = `${kind}List`;
}

function defaultConversion(spec: JsonObject): void {
  const conversion = objectIn(spec, 'conversion');
  if (conversion === undefined) {
    if (spec['conversion'] === undefined || spec['conversion'] === null) spec['conversion'] = { strategy: 'None' };
    return;
  }
  const client = objectIn(objectIn(conversion, 'webhook') ?? {}, 'clientConfig');
  const service = client?.['service'];
  if (isJsonObject(service) && service['port'] === undefined) service['port'] = 443;
}
