import type { KubeObject } from '@flux19/objects';
import { badRequest } from '../errors/api-errors.ts';
import { asJson, objectField, objectsField, textField } from '../json/fields.ts';

const containerFields = ['initContainers', 'containers', 'ephemeralContainers'] as const;

/**
 * The name of the container of a pod that a request means: the one it names, or the only one. Throws StatusError 400 with the text of
 * Kubernetes when there is no such container, or which one is meant cannot be known.
 */
export function findContainer(pod: KubeObject, asked: string): string {
  const spec = objectField(asJson(pod), 'spec');
  const namesIn = (field: string): string[] => objectsField(spec, field).map((one) => textField(one, 'name'));
  const all = containerFields.flatMap(namesIn);
  const { name } = pod.metadata;
  if (asked !== '') {
    if (all.includes(asked)) return asked;
    throw badRequest(`container ${asked} is not valid for pod ${name}`);
  }
  const [first, ...others] = namesIn('containers');
  if (first === undefined) throw badRequest(`a container name must be specified for pod ${name}`);
  if (others.length === 0) return first;
  throw badRequest(`a container name must be specified for pod ${name}, choose one of: [${all.join(' ')}]`);
}
