import type { KubeObject } from '@flux19/objects';
import type { AdmissionRequest } from '../server/admission.ts';
import type { Services } from '../server/services.ts';
import type { Write } from './write.ts';

type Operation = AdmissionRequest['operation'];

interface States {
  readonly object: KubeObject | undefined;
  readonly oldObject: KubeObject | undefined;
}

/** Lets the plug-ins change an object that is about to be written. */
export function mutateByAdmission(
  { admission }: Services,
  write: Write,
  operation: Operation,
  states: { readonly object: KubeObject; readonly oldObject: KubeObject | undefined },
): KubeObject {
  let { object } = states;
  for (const plugin of admission) {
    if (plugin.mutate !== undefined) {
      object = plugin.mutate(admissionRequest(write, operation, { object, oldObject: states.oldObject }));
    }
  }
  return object;
}

/** Lets the plug-ins refuse a write, by throwing. */
export function validateByAdmission({ admission }: Services, write: Write, operation: Operation, states: States): void {
  for (const plugin of admission) {
    const warnings = plugin.validate?.(admissionRequest(write, operation, states));
    if (warnings !== undefined) write.warnings.push(...warnings);
  }
}

function admissionRequest(write: Write, operation: Operation, states: States): AdmissionRequest {
  const { resource, version } = write.target;
  return {
    operation,
    user: write.user,
    group: resource.group,
    version: version.version,
    kind: resource.kind,
    resource: resource.plural,
    subresource: write.subresource,
    namespace: write.namespace,
    name: write.name === '' ? (states.object?.metadata.name ?? '') : write.name,
    dryRun: write.dryRun,
    ...states,
  };
}
