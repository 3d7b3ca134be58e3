// https://kubernetes.io/docs/concepts/scheduling-eviction/taint-and-toleration/#taint-based-evictions
import type { JsonObject, KubeObject } from '@flux19/objects';
import { asJson, objectField, objectsField, textField } from '../../json/fields.ts';
import type { AdmissionPlugin, AdmissionRequest } from '../../server/admission.ts';
import { admittedObject } from '../admitted-object.ts';
import { withSpec } from '../with-spec.ts';

const taints = ['node.kubernetes.io/not-ready', 'node.kubernetes.io/unreachable'];
const tolerationSeconds = 300;

/** Lets pods stay for five minutes on a node that is in trouble. */
export const defaultTolerationSeconds: AdmissionPlugin = {
  name: 'DefaultTolerationSeconds',
  resources: new Set(['/pods']),
  mutate(request: AdmissionRequest): KubeObject {
    const pod = admittedObject(request);
    if (request.subresource !== '') return pod;
    const tolerations = objectsField(objectField(asJson(pod), 'spec'), 'tolerations');
    const missing = taints.filter((key) => !tolerations.some((one) => tolerates(one, key)));
    if (missing.length === 0) return pod;
    const added = missing.map((key) => ({ key, operator: 'Exists', effect: 'NoExecute', tolerationSeconds }));
    return withSpec(pod, { tolerations: [...tolerations, ...added] });
  },
};

function tolerates(toleration: JsonObject, key: string): boolean {
  const own = textField(toleration, 'key');
  const effect = textField(toleration, 'effect');
  return (own === key || own === '') && (effect === 'NoExecute' || effect === '');
}
