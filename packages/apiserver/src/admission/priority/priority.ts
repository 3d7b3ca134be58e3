// https://kubernetes.io/docs/concepts/scheduling-eviction/pod-priority-preemption/
import type { KubeObject } from '@flux19/objects';
import { asJson, field, isTrue, numberField, objectField, textField } from '../../json/fields.ts';
import type { AdmissionPlugin, AdmissionRequest } from '../../server/admission.ts';
import type { Store } from '../../store/store.ts';
import { admittedObject } from '../admitted-object.ts';
import { refusal } from '../refuse.ts';
import { withSpec } from '../with-spec.ts';

const classes = 'scheduling.k8s.io/priorityclasses';

interface Priority {
  readonly className: string;
  readonly value: number;
  readonly preemptionPolicy: string;
}

/** Resolves the priority class of pods, and keeps the default class the only one. */
export class PriorityAdmission implements AdmissionPlugin {
  readonly name = 'Priority';
  readonly resources: ReadonlySet<string> = new Set(['/pods', classes]);
  readonly #store: Store;

  constructor(store: Store) {
    this.#store = store;
  }

  mutate(request: AdmissionRequest): KubeObject {
    const object = admittedObject(request);
    if (request.resource !== 'pods' || request.subresource !== '') return object;
    return request.oldObject === undefined ? this.#prioritized(request, object) : kept(object, request.oldObject);
  }

  validate({ object, oldObject, ...request }: AdmissionRequest): undefined {
    if (request.resource !== 'priorityclasses' || object === undefined || !isTrue(asJson(object), 'globalDefault'))
      return;
    const known = this.#defaultClass();
    if (known === undefined || (oldObject !== undefined && known.metadata.name === object.metadata.name)) return;
    const why = `PriorityClass ${known.metadata.name} is already marked as default. Only one default can exist`;
    throw refusal({ ...request, object, oldObject }, why);
  }

  #prioritized(request: AdmissionRequest, pod: KubeObject): KubeObject {
    const spec = objectField(asJson(pod), 'spec');
    const { className, value, preemptionPolicy } = this.#resolve(request, textField(spec, 'priorityClassName'));
    const asked = numberField(spec, 'priority');
    if (asked !== undefined && asked !== value) {
      const why = `the integer value of priority (${asked}) must not be provided in pod spec; priority admission controller computed ${value} from the given PriorityClass name`;
      throw refusal(request, why);
    }
    const policy = textField(spec, 'preemptionPolicy');
    if (preemptionPolicy !== '' && policy !== '' && policy !== preemptionPolicy) {
      const why = `the string value of PreemptionPolicy (${policy}) must not be provided in pod spec; priority admission controller computed ${preemptionPolicy} from the given PriorityClass name`;
      throw refusal(request, why);
    }
    return withSpec(pod, {
      ...(className === '' ? {} : { priorityClassName: className }),
      priority: value,
      ...(preemptionPolicy === '' ? {} : { preemptionPolicy }),
    });
  }

  #resolve(request: AdmissionRequest, className: string): Priority {
    const found = className === '' ? this.#defaultClass() : this.#store.collection(classes).get('', className)?.object;
    if (found !== undefined) {
      const value = numberField(asJson(found), 'value') ?? 0;
      const preemptionPolicy = textField(asJson(found), 'preemptionPolicy');
      return { className: found.metadata.name, value, preemptionPolicy };
    }
    if (className !== '') throw refusal(request, `no PriorityClass with name ${className} was found`);
    return { className, value: 0, preemptionPolicy: 'PreemptLowerPriority' };
  }

  /** Of several defaults, which can only have come together by accident, the least urgent. */
  #defaultClass(): KubeObject | undefined {
    const value = (object: KubeObject): number => numberField(asJson(object), 'value') ?? 0;
    return this.#store
      .collection(classes)
      .all()
      .map(({ object }) => object)
      .filter((object) => isTrue(asJson(object), 'globalDefault'))
      .toSorted((a, b) => value(a) - value(b))[0];
  }
}

/** An update that does not speak of the priority keeps it. */
function kept(pod: KubeObject, old: KubeObject): KubeObject {
  const spec = objectField(asJson(pod), 'spec');
  const oldSpec = objectField(asJson(old), 'spec');
  const missing = ['priority', 'preemptionPolicy'].filter(
    (name) => field(spec, name) === undefined && field(oldSpec, name) !== undefined,
  );
  if (missing.length === 0) return pod;
  return withSpec(pod, Object.fromEntries(missing.map((name) => [name, field(oldSpec, name) ?? null])));
}
