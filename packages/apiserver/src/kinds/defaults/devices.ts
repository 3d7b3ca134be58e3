// The defaults of resource.k8s.io: who asks for devices.
import type { JsonObject } from '@flux19/objects';
import { objectField, objectsField, setDefaultText, textField } from '../../json/fields.ts';

export function defaultResourceClaim(claim: JsonObject): void {
  defaultClaimSpec(objectField(claim, 'spec'));
}

export function defaultResourceClaimTemplate(template: JsonObject): void {
  defaultClaimSpec(objectField(objectField(template, 'spec'), 'spec'));
}

function defaultClaimSpec(spec: JsonObject | undefined): void {
  for (const request of objectsField(objectField(spec, 'devices'), 'requests')) {
    const exactly = objectField(request, 'exactly');
    if (exactly !== undefined) defaultRequest(exactly);
    for (const alternative of objectsField(request, 'firstAvailable')) defaultRequest(alternative);
  }
}

function defaultRequest(request: JsonObject): void {
  setDefaultText(request, 'allocationMode', 'ExactCount');
  const isUncounted = request['count'] === undefined || request['count'] === 0;
  if (textField(request, 'allocationMode') === 'ExactCount' && isUncounted) request['count'] = 1;
  for (const toleration of objectsField(request, 'tolerations')) setDefaultText(toleration, 'operator', 'Equal');
}
