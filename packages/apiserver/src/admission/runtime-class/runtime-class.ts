// https://kubernetes.io/docs/concepts/containers/runtime-class/
import { compareQuantities, deepEqual, type JsonObject, type KubeObject } from '@flux19/objects';
import { asJson, field, objectField, objectsField, textField } from '../../json/fields.ts';
import type { AdmissionPlugin, AdmissionRequest } from '../../server/admission.ts';
import type { Store } from '../../store/store.ts';
import { admittedObject } from '../admitted-object.ts';
import { readAmounts } from '../pods/amounts.ts';
import { refusal } from '../refuse.ts';
import { withSpec } from '../with-spec.ts';

/** Gives new pods what their runtime class adds: overhead, node selector, tolerations. */
export class RuntimeClassAdmission implements AdmissionPlugin {
  readonly name = 'RuntimeClass';
  readonly resources: ReadonlySet<string> = new Set(['/pods']);
  readonly #store: Store;

  constructor(store: Store) {
    this.#store = store;
  }

  mutate(request: AdmissionRequest): KubeObject {
    const pod = admittedObject(request);
    if (request.operation !== 'CREATE' || request.subresource !== '') return pod;
    const found = this.#classOf(request, pod);
    if (found === undefined) return pod;
    const spec = objectField(asJson(pod), 'spec');
    return withSpec(pod, { ...overhead(request, spec, found), ...scheduling(request, spec, found) });
  }

  validate(request: AdmissionRequest): undefined {
    const { object: pod } = request;
    if (request.operation !== 'CREATE' || request.subresource !== '' || pod === undefined) return;
    const own = objectField(objectField(asJson(pod), 'spec'), 'overhead');
    const found = this.#classOf(request, pod);
    if (found !== undefined && objectField(asJson(found), 'overhead') !== undefined) return;
    if (own === undefined) return;
    throw refusal(request, 'pod rejected: Pod Overhead set without corresponding RuntimeClass defined Overhead');
  }

  #classOf(request: AdmissionRequest, pod: KubeObject): KubeObject | undefined {
    const spec = objectField(asJson(pod), 'spec');
    if (field(spec, 'runtimeClassName') === undefined) return undefined;
    const name = textField(spec, 'runtimeClassName');
    const found = this.#store.collection('node.k8s.io/runtimeclasses').get('', name)?.object;
    if (found !== undefined) return found;
    throw refusal(request, `pod rejected: RuntimeClass ${JSON.stringify(name)} not found`);
  }
}

function overhead(request: AdmissionRequest, spec: JsonObject | undefined, found: KubeObject): JsonObject {
  const fixed = objectField(objectField(asJson(found), 'overhead'), 'podFixed');
  if (fixed === undefined) return {};
  const own = readAmounts(objectField(spec, 'overhead'));
  const wanted = readAmounts(fixed);
  const isSame =
    own.size === wanted.size &&
    [...wanted].every(([name, amount]) => {
      const asked = own.get(name);
      return asked !== undefined && compareQuantities(asked, amount) === 0;
    });
  if (own.size > 0 && !isSame) {
    throw refusal(request, "pod rejected: Pod's Overhead doesn't match RuntimeClass's defined Overhead");
  }
  return { overhead: fixed };
}

function scheduling(request: AdmissionRequest, spec: JsonObject | undefined, found: KubeObject): JsonObject {
  const wanted = objectField(asJson(found), 'scheduling');
  if (wanted === undefined) return {};
  const nodeSelector = objectField(wanted, 'nodeSelector') ?? {};
  const own = objectField(spec, 'nodeSelector') ?? {};
  for (const [key, value] of Object.entries(nodeSelector)) {
    if (!Object.hasOwn(own, key) || own[key] === value) continue;
    const why = `conflict: runtimeClass.scheduling.nodeSelector[${key}] = ${value}; pod.spec.nodeSelector[${key}] = ${own[key]}`;
    throw refusal(request, why);
  }
  const tolerations = [...objectsField(spec, 'tolerations')];
  for (const added of objectsField(wanted, 'tolerations')) {
    if (!tolerations.some((one) => deepEqual(one, added))) tolerations.push(added);
  }
  const selectors = { ...own, ...nodeSelector };
  return {
    ...(Object.keys(selectors).length === 0 ? {} : { nodeSelector: selectors }),
    ...(tolerations.length === 0 ? {} : { tolerations }),
  };
}
