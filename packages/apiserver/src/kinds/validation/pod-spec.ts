// The rules of pods and pod templates that manifests most often break: pkg/apis/core/validation of Kubernetes.
import { isDns1123Label, isDns1123Subdomain, type JsonObject } from '@flux19/objects';
import type { FieldError } from '@flux19/schemas';
import { duplicateField, forbiddenField, invalidField, requiredField } from '../../errors/field-errors.ts';
import { numberField, objectField, objectsField, textField } from '../../json/fields.ts';
import { annotationErrors, labelErrors } from '../../meta/validate-metadata.ts';
import { mustBeOneOf } from './checks.ts';
import { containerErrors } from './container.ts';
import { volumeErrors } from './volume.ts';

/** Complaints about a pod template. */
export function podTemplateErrors(template: JsonObject | undefined, path: string): FieldError[] {
  const metadata = objectField(template, 'metadata');
  return [
    ...labelErrors(objectField(metadata, 'labels') as Record<string, string> | undefined, `${path}.labels`),
    ...annotationErrors(
      objectField(metadata, 'annotations') as Record<string, string> | undefined,
      `${path}.annotations`,
    ),
    ...podSpecErrors(objectField(template, 'spec'), `${path}.spec`),
  ];
}

/** Complaints about a pod's spec. */
export function podSpecErrors(spec: JsonObject | undefined, path: string): FieldError[] {
  const volumes = objectsField(spec, 'volumes');
  const names = new Set(volumes.map((volume) => textField(volume, 'name')));
  const errors = volumeErrors(volumes, `${path}.volumes`);
  const containers = objectsField(spec, 'containers');
  if (containers.length === 0) errors.push(requiredField(`${path}.containers`));
  const initContainers = objectsField(spec, 'initContainers');
  errors.push(...containersErrors(containers, `${path}.containers`, names));
  errors.push(...containersErrors(initContainers, `${path}.initContainers`, names));
  errors.push(...sharedNames(containers, initContainers, `${path}.initContainers`));
  errors.push(
    ...mustBeOneOf(textField(spec, 'restartPolicy'), `${path}.restartPolicy`, ['Always', 'OnFailure', 'Never']),
  );
  errors.push(...mustBeOneOf(textField(spec, 'dnsPolicy'), `${path}.dnsPolicy`, dnsPolicies));
  return [...errors, ...nameErrors(spec, path), ...secondsErrors(spec, path), ...hostNetworkErrors(spec, path)];
}

const dnsPolicies = ['ClusterFirstWithHostNet', 'ClusterFirst', 'Default', 'None'];

function containersErrors(containers: readonly JsonObject[], path: string, volumes: ReadonlySet<string>): FieldError[] {
  const seen = new Set<string>();
  return containers.flatMap((container, index) => {
    const errors = containerErrors(container, `${path}[${index}]`, volumes);
    const name = textField(container, 'name');
    if (name !== '' && seen.has(name)) errors.push(duplicateField(`${path}[${index}].name`, name));
    seen.add(name);
    return errors;
  });
}

function sharedNames(containers: readonly JsonObject[], initial: readonly JsonObject[], path: string): FieldError[] {
  const names = new Set(containers.map((container) => textField(container, 'name')));
  return initial.flatMap((container, index) => {
    const name = textField(container, 'name');
    return name !== '' && names.has(name) ? [duplicateField(`${path}[${index}].name`, name)] : [];
  });
}

function nameErrors(spec: JsonObject | undefined, path: string): FieldError[] {
  const checks: [string, (name: string) => string[]][] = [
    ['serviceAccountName', isDns1123Subdomain],
    ['nodeName', isDns1123Subdomain],
    ['hostname', isDns1123Label],
    ['subdomain', isDns1123Label],
    ['priorityClassName', isDns1123Subdomain],
    ['runtimeClassName', isDns1123Subdomain],
  ];
  return checks.flatMap(([name, check]) => {
    const value = textField(spec, name);
    return value === '' ? [] : check(value).map((text) => invalidField(`${path}.${name}`, value, text));
  });
}

function secondsErrors(spec: JsonObject | undefined, path: string): FieldError[] {
  const deadline = numberField(spec, 'activeDeadlineSeconds');
  const isWrong = deadline !== undefined && (deadline < 1 || deadline > 2 ** 31 - 1);
  return isWrong
    ? [invalidField(`${path}.activeDeadlineSeconds`, deadline, 'must be between 1 and 2147483647, inclusive')]
    : [];
}

function hostNetworkErrors(spec: JsonObject | undefined, path: string): FieldError[] {
  if (spec?.['hostNetwork'] !== true) return [];
  return objectsField(spec, 'containers').flatMap((container, index) =>
    objectsField(container, 'ports').flatMap((port, portIndex) => {
      const host = numberField(port, 'hostPort') ?? 0;
      const own = numberField(port, 'containerPort') ?? 0;
      if (host === 0 || host === own) return [];
      const text = 'must match `hostPort` when `hostNetwork` is true';
      return [invalidField(`${path}.containers[${index}].ports[${portIndex}].containerPort`, own, text)];
    }),
  );
}

/** Restart policies other than Always make no sense where a controller keeps pods running. */
export function mustRestartAlways(spec: JsonObject | undefined, path: string): FieldError[] {
  const policy = textField(spec, 'restartPolicy');
  return mustBeOneOf(policy, `${path}.restartPolicy`, ['Always']);
}

/** A deadline is for pods that end. */
export function mustNotHaveDeadline(spec: JsonObject | undefined, path: string, kind: string): FieldError[] {
  if (numberField(spec, 'activeDeadlineSeconds') === undefined) return [];
  return [forbiddenField(`${path}.activeDeadlineSeconds`, `activeDeadlineSeconds in ${kind} is not Supported`)];
}
