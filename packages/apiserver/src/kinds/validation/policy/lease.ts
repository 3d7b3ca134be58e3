import type { KubeObject } from '@flux19/objects';
import type { FieldError } from '@flux19/schemas';
import { domainPrefixedPath } from '../domain-prefix.ts';
import { type Check, findings } from '../field.ts';

const strategies = ['OldestEmulationVersion'];

const strategy: Check = (field) => {
  if (strategies.includes(field.text)) return;
  field.must(domainPrefixedPath);
};

export function validateLease(object: KubeObject): FieldError[] {
  return findings(object, (lease) => {
    const spec = lease.child('spec');
    const duration = spec.child('leaseDurationSeconds');
    if (duration.isSet && duration.number <= 0) duration.invalid('must be greater than 0');
    const transitions = spec.child('leaseTransitions');
    if (transitions.number < 0) transitions.invalid('must be greater than or equal to 0');
    spec.child('strategy').mayBe(strategy);
    if (spec.textOf('preferredHolder') !== '' && spec.textOf('strategy') === '') {
      spec.child('preferredHolder').forbidden('may only be specified if `strategy` is defined');
    }
  });
}
