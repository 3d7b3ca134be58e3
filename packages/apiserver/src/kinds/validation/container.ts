import { isDns1123Label, isRelaxedEnvVarName, isValidPortName, type JsonObject } from '@flux19/objects';
import type { FieldError } from '@flux19/schemas';
import {
  duplicateField,
  forbiddenField,
  invalidField,
  notFoundField,
  requiredField,
} from '../../errors/field-errors.ts';
import { field, numberField, objectField, objectsField, textField } from '../../json/fields.ts';
import { mustBeOneOf, mustBePort, mustNotBeNegative, resourceErrors } from './checks.ts';

/** Complaints about a container; `volumes` are the names of the pod's volumes. */
export function containerErrors(container: JsonObject, path: string, volumes: ReadonlySet<string>): FieldError[] {
  return [
    ...nameErrors(container, path),
    ...imageErrors(container, path),
    ...portErrors(objectsField(container, 'ports'), `${path}.ports`),
    ...environmentErrors(container, path),
    ...mountErrors(objectsField(container, 'volumeMounts'), `${path}.volumeMounts`, volumes),
    ...mustBeOneOf(textField(container, 'imagePullPolicy'), `${path}.imagePullPolicy`, [
      'Always',
      'IfNotPresent',
      'Never',
    ]),
    ...resourceErrors(objectField(container, 'resources'), `${path}.resources`),
    ...['livenessProbe', 'readinessProbe', 'startupProbe'].flatMap((name) =>
      probeErrors(objectField(container, name), `${path}.${name}`, name),
    ),
  ];
}

function nameErrors(container: JsonObject, path: string): FieldError[] {
  const name = textField(container, 'name');
  if (name === '') return [requiredField(`${path}.name`)];
  return isDns1123Label(name).map((text) => invalidField(`${path}.name`, name, text));
}

function imageErrors(container: JsonObject, path: string): FieldError[] {
  const image = textField(container, 'image');
  return image === '' ? [requiredField(`${path}.image`)] : [];
}

const protocols = ['SCTP', 'TCP', 'UDP'];

function portErrors(ports: readonly JsonObject[], path: string): FieldError[] {
  const names = new Set<string>();
  return ports.flatMap((port, index) => {
    const here = `${path}[${index}]`;
    const name = textField(port, 'name');
    const errors: FieldError[] = [];
    if (name !== '') {
      errors.push(...isValidPortName(name).map((text) => invalidField(`${here}.name`, name, text)));
      if (names.has(name)) errors.push(duplicateField(`${here}.name`, name));
      names.add(name);
    }
    const number = numberField(port, 'containerPort') ?? 0;
    errors.push(
      ...(number === 0 ? [requiredField(`${here}.containerPort`)] : mustBePort(number, `${here}.containerPort`)),
    );
    const host = numberField(port, 'hostPort') ?? 0;
    if (host !== 0) errors.push(...mustBePort(host, `${here}.hostPort`));
    return [...errors, ...mustBeOneOf(textField(port, 'protocol'), `${here}.protocol`, protocols)];
  });
}

function environmentErrors(container: JsonObject, path: string): FieldError[] {
  return objectsField(container, 'env').flatMap((variable, index) => {
    const here = `${path}.env[${index}]`;
    const name = textField(variable, 'name');
    if (name === '') return [requiredField(`${here}.name`)];
    const errors = isRelaxedEnvVarName(name).map((text) => invalidField(`${here}.name`, name, text));
    const source = objectField(variable, 'valueFrom');
    if (source === undefined) return errors;
    const value = textField(variable, 'value');
    const kinds = Object.keys(source);
    if (kinds.length === 0) {
      const text =
        'must specify one of: `fieldRef`, `resourceFieldRef`, `configMapKeyRef`, `secretKeyRef` or `fileKeyRef`';
      errors.push(invalidField(`${here}.valueFrom`, '', text));
    } else if (value !== '') {
      errors.push(invalidField(`${here}.valueFrom`, '', 'may not be specified when `value` is not empty'));
    } else if (kinds.length > 1) {
      errors.push(invalidField(`${here}.valueFrom`, '', 'may not have more than one field specified at a time'));
    }
    return errors;
  });
}

function mountErrors(mounts: readonly JsonObject[], path: string, volumes: ReadonlySet<string>): FieldError[] {
  const paths = new Set<string>();
  return mounts.flatMap((mount, index) => {
    const here = `${path}[${index}]`;
    const name = textField(mount, 'name');
    const target = textField(mount, 'mountPath');
    const errors: FieldError[] = [];
    if (name === '') errors.push(requiredField(`${here}.name`));
    if (!volumes.has(name)) errors.push(notFoundField(`${here}.name`, name));
    if (target === '') errors.push(requiredField(`${here}.mountPath`));
    if (paths.has(target)) errors.push(invalidField(`${here}.mountPath`, target, 'must be unique'));
    paths.add(target);
    return errors;
  });
}

const handlers = ['exec', 'httpGet', 'tcpSocket', 'grpc'];

function probeErrors(probe: JsonObject | undefined, path: string, name: string): FieldError[] {
  if (probe === undefined) return [];
  const present = handlers.filter((handler) => objectField(probe, handler) !== undefined);
  const errors: FieldError[] = [];
  if (present.length === 0) errors.push(requiredField(path, 'must specify a handler type'));
  for (const extra of present.slice(1)) {
    errors.push(forbiddenField(`${path}.${extra}`, 'may not specify more than 1 handler type'));
  }
  for (const handler of ['httpGet', 'tcpSocket']) {
    const port = field(objectField(probe, handler), 'port');
    if (typeof port === 'number') errors.push(...mustBePort(port, `${path}.${handler}.port`));
  }
  for (const count of [
    'initialDelaySeconds',
    'timeoutSeconds',
    'periodSeconds',
    'successThreshold',
    'failureThreshold',
  ]) {
    errors.push(...mustNotBeNegative(probe, count, path));
  }
  const threshold = numberField(probe, 'successThreshold') ?? 1;
  if (name !== 'readinessProbe' && threshold !== 1) {
    errors.push(invalidField(`${path}.successThreshold`, threshold, 'must be 1'));
  }
  return errors;
}
