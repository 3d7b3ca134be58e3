// https://kubernetes.io/docs/reference/access-authn-authz/validating-admission-policy/#validation-expression
import type { CelType } from '@flux19/cel';

const text: CelType = { kind: 'string' };
const dyn: CelType = { kind: 'dyn' };
const timestamp: CelType = { kind: 'timestamp' };
const int: CelType = { kind: 'int' };
const texts: CelType = { kind: 'list', element: text };
const labels: CelType = { kind: 'map', key: text, value: text };

function object(name: string, fields: Readonly<Record<string, CelType>>): CelType {
  return { kind: 'object', name, fields: new Map(Object.entries(fields)) };
}

const kind = object('kubernetes.GroupVersionKind', { group: text, version: text, kind: text });
const resource = object('kubernetes.GroupVersionResource', { group: text, version: text, resource: text });

const request = object('kubernetes.AdmissionRequest', {
  kind,
  resource,
  subResource: text,
  requestKind: kind,
  requestResource: resource,
  requestSubResource: text,
  name: text,
  namespace: text,
  operation: text,
  userInfo: object('kubernetes.UserInfo', {
    username: text,
    uid: text,
    groups: texts,
    extra: { kind: 'map', key: text, value: texts },
  }),
  dryRun: { kind: 'bool' },
  options: dyn,
});

const namespace = object('kubernetes.Namespace', {
  metadata: object('kubernetes.NamespaceMetadata', {
    name: text,
    generateName: text,
    namespace: text,
    labels,
    annotations: labels,
    UID: text,
    creationTimestamp: timestamp,
    deletionGracePeriodSeconds: int,
    deletionTimestamp: timestamp,
    generation: int,
    resourceVersion: text,
    finalizers: texts,
  }),
  spec: object('kubernetes.NamespaceSpec', { finalizers: texts }),
  status: object('kubernetes.NamespaceStatus', {
    conditions: {
      kind: 'list',
      element: object('kubernetes.NamespaceCondition', {
        status: text,
        type: text,
        lastTransitionTime: timestamp,
        message: text,
        reason: text,
      }),
    },
    phase: text,
  }),
});

/** What an expression may use beside the objects of the write. */
export interface VariableChoice {
  readonly hasParams: boolean;
  readonly hasAuthorizer: boolean;
  /** Types of composed variables; undefined where there can be none. */
  readonly composed: ReadonlyMap<string, CelType> | undefined;
  /** Whether it may make parts of objects and patches. */
  readonly makesPatches?: boolean;
}

/** The variables of an expression, with their types. */
export function variableTypes({ hasParams, hasAuthorizer, composed }: VariableChoice): Record<string, CelType> {
  return {
    object: dyn,
    oldObject: dyn,
    namespaceObject: namespace,
    request,
    ...(hasParams ? { params: dyn } : {}),
    ...(hasAuthorizer
      ? {
          authorizer: { kind: 'opaque', name: 'kubernetes.authorization.Authorizer' },
          'authorizer.requestResource': { kind: 'opaque', name: 'kubernetes.authorization.ResourceCheck' },
        }
      : {}),
    ...(composed === undefined
      ? {}
      : { variables: { kind: 'object', name: 'kubernetes.variables', fields: composed } }),
  };
}
