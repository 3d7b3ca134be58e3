import type { JsonObject } from '@flux19/objects';
import { ensureObject } from '../json/fields.ts';
import type { WriteContext } from '../kinds/kind-rules.ts';
import type { Target } from '../registry/served-resource.ts';
import type { Services } from '../server/services.ts';

/** Sets on a new object, in place, what clients have no say in. */
export function prepareForCreate(
  { decoder }: Services,
  target: Target,
  object: JsonObject,
  context: WriteContext,
): void {
  const { resource, version } = target;
  const { rules } = resource;
  const metadata = ensureObject(object, 'metadata');
  if (resource.isCustom || rules.hasGeneration === true) metadata['generation'] = 1;
  if (version.subresources.has('status') && rules.keepsStatusOnCreate !== true) {
    delete object['status'];
  }
  rules.prepareForCreate?.(object, context);
  decoder.fillZeros(object, target);
}
