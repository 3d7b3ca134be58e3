import { type JsonObject, type LabelSelectorObject, labelSelectorFromObject, matchesLabels } from '@flux19/objects';
import { notFound } from '../../errors/api-errors.ts';
import { objectField } from '../../json/fields.ts';
import type { Store } from '../../store/store.ts';
import type { Attributes } from './attributes.ts';

/** Whether the selectors of a webhook or policy choose a write. Throws StatusError 404 when its namespace is gone. */
export function selectorsMatch(match: JsonObject | undefined, attributes: Attributes, store: Store): boolean {
  return namespaceMatches(match, attributes, store) && objectMatches(match, attributes);
}

function namespaceMatches(match: JsonObject | undefined, attributes: Attributes, store: Store): boolean {
  const selector = readSelector(match, 'namespaceSelector');
  const { namespace, resource, object, request } = attributes;
  if (selector === undefined || namespace === '') return true;
  if (resource.group === '' && resource.resource === 'namespaces' && request.operation !== 'DELETE') {
    return matchesLabels(selector, object?.metadata.labels);
  }
  const found = store.collection('/namespaces').get('', namespace);
  if (found === undefined) throw notFound({ group: '', resource: 'namespaces' }, namespace);
  return matchesLabels(selector, found.object.metadata.labels);
}

function objectMatches(match: JsonObject | undefined, { object, oldObject }: Attributes): boolean {
  const selector = readSelector(match, 'objectSelector');
  if (selector === undefined) return true;
  return [object, oldObject].some((one) => one !== undefined && matchesLabels(selector, one.metadata.labels));
}

function readSelector(
  match: JsonObject | undefined,
  name: string,
): ReturnType<typeof labelSelectorFromObject> | undefined {
  const selector = objectField(match, name);
  if (selector === undefined || Object.keys(selector).length === 0) return undefined;
  return labelSelectorFromObject(selector as LabelSelectorObject);
}
