import type { KubeObject } from '@flux19/objects';
import type { FieldError } from '@flux19/schemas';
import { domainPrefixedPath } from '../domain-prefix.ts';
import { Field, findings } from '../field.ts';
import { mustStay } from '../immutable.ts';
import { dnsLabel, dnsSubdomain, needed, pathSegment, unlessEmpty } from '../names.ts';

const controllerLimit = 250;
const scopes = ['Cluster', 'Namespace'];

function lookAtParameters(parameters: Field): void {
  parameters.child('apiGroup').mayBe(dnsSubdomain);
  for (const name of ['kind', 'name']) parameters.child(name).must(unlessEmpty(pathSegment));
  const scope = parameters.child('scope');
  if (!scope.isSet) scope.required();
  else if (!scopes.includes(scope.text)) scope.unsupported(scopes, scope.text);
  else lookAtNamespace(parameters.child('namespace'), scope.text);
  for (const name of ['kind', 'name']) parameters.child(name).must(needed);
}

function lookAtNamespace(namespace: Field, scope: string): void {
  if (scope === 'Cluster') {
    if (namespace.isSet) namespace.forbidden("`parameters.scope` is set to 'Cluster'");
  } else if (namespace.isSet) namespace.must(dnsLabel);
  else namespace.required("`parameters.scope` is set to 'Namespace'");
}

function lookAtClass(ingressClass: Field): void {
  const controller = ingressClass.at('spec', 'controller');
  if (controller.length > controllerLimit) controller.tooLong(controllerLimit);
  controller.must(domainPrefixedPath);
  const parameters = ingressClass.at('spec', 'parameters');
  if (parameters.isSet) lookAtParameters(parameters);
}

export function validateIngressClass(object: KubeObject): FieldError[] {
  return findings(object, lookAtClass);
}

export function validateIngressClassUpdate(object: KubeObject, old: KubeObject): FieldError[] {
  return findings(object, (ingressClass) => {
    const controller = ingressClass.at('spec', 'controller');
    mustStay(controller, Field.root(old).at('spec', 'controller'), controller.text);
    lookAtClass(ingressClass);
  });
}
