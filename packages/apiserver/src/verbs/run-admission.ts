import type { KubeObject } from '@flux19/objects';
import type { AdmissionPlugin, AdmissionRequest, AdmissionSubject } from '../server/admission.ts';
import type { Services } from '../server/services.ts';
import type { Write } from './write.ts';

type Operation = AdmissionRequest['operation'];

interface States {
  readonly object: KubeObject | undefined;
  readonly oldObject: KubeObject | undefined;
}

/** Lets the plug-ins change an object that is about to be written. A promise only when a plug-in answered with one. */
export function mutateByAdmission(
  { admission }: Services,
  write: Write,
  operation: Operation,
  states: { readonly object: KubeObject; readonly oldObject: KubeObject | undefined },
): KubeObject | Promise<KubeObject> {
  const first = admissionRequest(write, operation, states);
  const plugins = admission.of(first);
  const rounds = { isSecond: false, isSecondWanted: false, notes: new Map<string, unknown>() };
  const finish = (object: KubeObject): KubeObject | Promise<KubeObject> => {
    if (!rounds.isSecondWanted) return object;
    return mutateBy(plugins, { ...first, object, rounds: { ...rounds, isSecond: true } }, object);
  };
  const changed = mutateBy(plugins, { ...first, rounds }, states.object);
  return changed instanceof Promise ? changed.then(finish) : finish(changed);
}

function mutateBy(
  plugins: readonly AdmissionPlugin[],
  request: AdmissionRequest,
  given: KubeObject,
): KubeObject | Promise<KubeObject> {
  let object: KubeObject | Promise<KubeObject> = given;
  for (const plugin of plugins) {
    if (plugin.mutate === undefined) continue;
    const run = (before: KubeObject): KubeObject | Promise<KubeObject> =>
      plugin.mutate?.(before === request.object ? request : { ...request, object: before }) ?? before;
    object = object instanceof Promise ? object.then(run) : run(object);
  }
  return object;
}

/** Lets the plug-ins refuse a write, by throwing or rejecting. A promise only when a plug-in answered with one. */
export function validateByAdmission(
  { admission }: Services,
  write: Write,
  operation: Operation,
  states: States,
): undefined | Promise<void> {
  const request = admissionRequest(write, operation, states);
  let waiting: Promise<void> | undefined;
  for (const plugin of admission.of(request)) {
    if (plugin.validate === undefined) continue;
    if (waiting === undefined) waiting = warn(write, plugin.validate(request));
    else waiting = waiting.then(() => warn(write, plugin.validate?.(request)));
  }
  return waiting;
}

type Warnings = readonly string[] | undefined;

function warn(write: Write, warnings: Warnings | Promise<Warnings>): undefined | Promise<void> {
  if (warnings instanceof Promise) return warnings.then((later) => addWarnings(write, later));
  addWarnings(write, warnings);
  return undefined;
}

function addWarnings(write: Write, warnings: Warnings): void {
  if (warnings !== undefined) write.warnings.push(...warnings);
}

/** What a write is about. */
export function admissionSubject({ target, subresource, namespace }: Write): AdmissionSubject {
  const { group, plural } = target.resource;
  return { group, resource: plural, subresource, namespace };
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
    warn: (text) => write.warnings.push(text),
    get options() {
      return optionsOf(write, operation);
    },
    ...states,
  };
}

const optionKinds = { CREATE: 'CreateOptions', UPDATE: 'UpdateOptions', DELETE: 'DeleteOptions' } as const;

function optionsOf({ query, dryRun }: Write, operation: Operation): AdmissionRequest['options'] {
  const text = (name: string): Record<string, string> => {
    const value = query.get(name) ?? '';
    return value === '' ? {} : { [name]: value };
  };
  return {
    kind: optionKinds[operation],
    apiVersion: 'meta.k8s.io/v1',
    ...(dryRun ? { dryRun: ['All'] } : {}),
    ...(operation === 'DELETE' ? {} : { ...text('fieldManager'), ...text('fieldValidation') }),
  };
}
