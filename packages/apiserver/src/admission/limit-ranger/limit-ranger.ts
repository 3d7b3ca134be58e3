// https://kubernetes.io/docs/reference/access-authn-authz/admission-controllers/#limitranger
import type { JsonObject, KubeObject } from '@flux19/objects';
import { aggregate } from '../../errors/api-errors.ts';
import { asJson, objectField, objectsField, textField } from '../../json/fields.ts';
import type { AdmissionPlugin, AdmissionRequest } from '../../server/admission.ts';
import type { Store } from '../../store/store.ts';
import { admittedObject } from '../admitted-object.ts';
import { containerResources, podResources } from '../pods/pod-resources.ts';
import { refusal } from '../refuse.ts';
import { type Asked, limitErrors } from './limit-checks.ts';
import { withLimitDefaults } from './limit-defaults.ts';

/** Gives containers the defaults of their namespace and refuses what is outside of its limits. */
export class LimitRanger implements AdmissionPlugin {
  readonly name = 'LimitRanger';
  readonly resources: ReadonlySet<string> = new Set(['/pods', '/persistentvolumeclaims']);
  readonly #store: Store;

  constructor(store: Store) {
    this.#store = store;
  }

  mutate(request: AdmissionRequest): KubeObject {
    const { resource } = request;
    const object = admittedObject(request);
    if (resource !== 'pods' || !isLimited(request)) return object;
    return this.#limits(request.namespace).reduce(withLimitDefaults, object);
  }

  validate(request: AdmissionRequest): undefined {
    const { object } = request;
    if (object === undefined || !isLimited(request)) return;
    for (const items of this.#limits(request.namespace)) {
      const errors = items.flatMap((item) => itemErrors(item, request.resource, object));
      if (errors.length > 0) throw refusal(request, aggregate(errors));
    }
  }

  /** The items of each LimitRange. */
  #limits(namespace: string): (readonly JsonObject[])[] {
    const ranges = this.#store.collection('/limitranges');
    if (ranges.size === 0) return [];
    return ranges
      .inNamespace(namespace)
      .map(({ object }) => objectsField(objectField(asJson(object), 'spec'), 'limits'));
  }
}

function isLimited({ operation, resource, subresource, oldObject }: AdmissionRequest): boolean {
  if (oldObject?.metadata.deletionTimestamp !== undefined) return false;
  if (resource === 'pods' && operation === 'UPDATE') return subresource === 'resize';
  return subresource === '' && operation !== 'DELETE';
}

function itemErrors(item: JsonObject, resource: string, object: KubeObject): string[] {
  const spec = objectField(asJson(object), 'spec');
  const type = textField(item, 'type');
  if (resource === 'persistentvolumeclaims') {
    if (type !== 'PersistentVolumeClaim') return [];
    return limitErrors(item, type, { requests: containerResources(spec ?? {}, 'requests'), limits: new Map() });
  }
  if (type === 'Pod')
    return limitErrors(
      item,
      type,
      resourcesOf((kind) => podResources(spec, kind)),
    );
  if (type !== 'Container') return [];
  const containers = [...objectsField(spec, 'containers'), ...objectsField(spec, 'initContainers')];
  return containers.flatMap((container) =>
    limitErrors(
      item,
      type,
      resourcesOf((kind) => containerResources(container, kind)),
    ),
  );
}

function resourcesOf(read: (kind: 'requests' | 'limits') => Asked['requests']): Asked {
  return { requests: read('requests'), limits: read('limits') };
}
