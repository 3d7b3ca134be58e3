import { isJsonObject, type JsonObject } from '@flux19/objects';
import { ensureObject, setDefault } from '../json/fields.ts';
import type { WriteContext } from '../kinds/kind-rules.ts';
import type { Target } from '../registry/served-resource.ts';

/** Sets on a new object, in place, what clients have no say in. */
export function prepareForCreate({ resource, version }: Target, object: JsonObject, context: WriteContext): void {
  const { rules } = resource;
  const metadata = ensureObject(object, 'metadata');
  if (resource.isCustom || rules.hasGeneration === true) metadata['generation'] = 1;
  else delete metadata['generation'];
  if (version.subresources.has('status') && rules.keepsStatusOnCreate !== true) {
    delete object['status'];
    // Built-in kinds hold their status by value, so that an empty one is printed.
    if (!resource.isCustom && isJsonObject(version.schema?.properties?.['status'])) setDefault(object, 'status', {});
  }
  rules.prepareForCreate?.(object, context);
}
