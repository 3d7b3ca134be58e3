import type { KubeObject } from '@flux19/objects';
import { asJson, field, objectField } from '../../json/fields.ts';
import type { AdmissionPlugin, AdmissionRequest } from '../../server/admission.ts';
import type { Store } from '../../store/store.ts';
import { admittedObject } from '../admitted-object.ts';
import { withSpec } from '../with-spec.ts';
import { newestDefault } from './newest-default.ts';

/** How objects of a resource name their class, and how the default class is marked. */
interface ClassReference {
  readonly plugin: string;
  readonly resource: string;
  /** Of the spec. */
  readonly field: string;
  /** An older way to name the class. */
  readonly annotation: string;
  readonly classes: string;
  readonly marks: readonly string[];
}

const storage: ClassReference = {
  plugin: 'DefaultStorageClass',
  resource: '/persistentvolumeclaims',
  field: 'storageClassName',
  annotation: 'volume.beta.kubernetes.io/storage-class',
  classes: 'storage.k8s.io/storageclasses',
  marks: ['storageclass.kubernetes.io/is-default-class', 'storageclass.beta.kubernetes.io/is-default-class'],
};
const ingress: ClassReference = {
  plugin: 'DefaultIngressClass',
  resource: 'networking.k8s.io/ingresses',
  field: 'ingressClassName',
  annotation: 'kubernetes.io/ingress.class',
  classes: 'networking.k8s.io/ingressclasses',
  marks: ['ingressclass.kubernetes.io/is-default-class'],
};

/** Gives new claims that name no storage class the default one. */
export function defaultStorageClass(store: Store): AdmissionPlugin {
  return defaultClass(store, storage);
}

/** Gives new ingresses that name no class the default one. */
export function defaultIngressClass(store: Store): AdmissionPlugin {
  return defaultClass(store, ingress);
}

function defaultClass(store: Store, reference: ClassReference): AdmissionPlugin {
  return {
    name: reference.plugin,
    resources: new Set([reference.resource]),
    mutate(request: AdmissionRequest): KubeObject {
      const object = admittedObject(request);
      if (request.operation !== 'CREATE' || request.subresource !== '') return object;
      const spec = objectField(asJson(object), 'spec');
      const isNamed =
        field(spec, reference.field) !== undefined || object.metadata.annotations?.[reference.annotation] !== undefined;
      const found = isNamed ? undefined : newestDefault(store, reference.classes, reference.marks);
      return found === undefined ? object : withSpec(object, { [reference.field]: found.metadata.name });
    },
  };
}
