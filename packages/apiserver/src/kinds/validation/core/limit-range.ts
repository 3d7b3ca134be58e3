import { isQualifiedName, type KubeObject, parseQuantity, quantityToNumber } from '@flux19/objects';
import type { FieldError } from '@flux19/schemas';
import { type Check, type Field, findings } from '../field.ts';
import { compareAmounts } from '../numbers.ts';
import { containerResource } from '../pod/resources.ts';
import { isHugePages, isNativeResource, resourceName } from '../resource-names.ts';

const types = ['Pod', 'Container', 'PersistentVolumeClaim'];

const typeName: Check = (field) => {
  const complaints = isQualifiedName(field.text);
  for (const detail of complaints) field.invalid(detail, field.text);
  if (complaints.length > 0 || field.text.includes('/') || types.includes(field.text)) return;
  field.invalid('must be a standard limit type or fully qualified');
};

export function validateLimitRange(object: KubeObject): FieldError[] {
  return findings(object, (range) => {
    const seen = new Set<string>();
    for (const limit of range.child('spec').list('limits')) {
      const type = limit.child('type');
      type.must(typeName);
      if (seen.has(type.text)) type.duplicate(type.text);
      seen.add(type.text);
      lookAtLimit(limit, type.text);
    }
  });
}

const amountsOfAll = ['max', 'min'];
const amountsOfContainers = ['default', 'defaultRequest'];

function lookAtLimit(limit: Field, type: string): void {
  const checkName = type === 'Pod' || type === 'Container' ? containerResource : resourceName;
  const names = new Set<string>();
  const look = (kind: string): void => {
    for (const amount of limit.child(kind).entries()) {
      amount.must(checkName);
      names.add(amount.name);
    }
  };
  for (const kind of amountsOfAll) look(kind);
  for (const kind of amountsOfContainers) {
    if (type !== 'Pod') look(kind);
    else if (limit.child(kind).length > 0) limit.child(kind).forbidden("may not be specified when `type` is 'Pod'");
  }
  if (type === 'PersistentVolumeClaim' && !limit.child('min').has('storage') && !limit.child('max').has('storage')) {
    const text = 'either minimum or maximum storage value is required, but neither was provided';
    limit.child('limits').required(text);
  }
  look('maxLimitRequestRatio');
  for (const name of names) amountsMustFit(limit, name, type === 'Pod');
}

function amountsMustFit(limit: Field, name: string, isPod: boolean): void {
  const [min, max] = [limit.child('min').key(name), limit.child('max').key(name)];
  const standard = isPod ? limit.child('').key(name) : limit.child('default').key(name);
  const request = isPod ? limit.child('').key(name) : limit.child('defaultRequest').key(name);
  const isMore = (one: Field, other: Field): boolean =>
    one.isSet && other.isSet && compareAmounts(one.text, other.text) > 0;
  if (isMore(min, max)) min.invalid(`min value ${min.text} is greater than max value ${max.text}`);
  if (isMore(min, request)) {
    request.invalid(`min value ${min.text} is greater than default request value ${request.text}`);
  }
  if (isMore(request, max)) {
    request.invalid(`default request value ${request.text} is greater than max value ${max.text}`);
  }
  if (isMore(request, standard)) {
    request.invalid(`default request value ${request.text} is greater than default limit value ${standard.text}`);
  }
  if (isMore(min, standard)) {
    standard.invalid(`min value ${min.text} is greater than default value ${standard.text}`, min.text);
  }
  if (isMore(standard, max)) {
    standard.invalid(`default value ${standard.text} is greater than max value ${max.text}`, max.text);
  }
  ratioMustFit(limit.child('maxLimitRequestRatio').key(name), min, max);
  const mayDiffer = isNativeResource(name) && !isHugePages(name);
  if (!mayDiffer && standard.isSet && request.isSet && compareAmounts(standard.text, request.text) !== 0) {
    request.invalid(`default value ${standard.text} must equal to defaultRequest value ${request.text} in ${name}`);
  }
}

function ratioMustFit(ratio: Field, min: Field, max: Field): void {
  if (!ratio.isSet) return;
  if (compareAmounts(ratio.text, '1') < 0) ratio.invalid(`ratio ${ratio.text} is less than 1`);
  if (!min.isSet || !max.isSet) return;
  const numberOf = (field: Field): number => Number(quantityToNumber(parseQuantity(field.text)));
  const most = numberOf(max) / numberOf(min);
  if (numberOf(ratio) <= most) return;
  ratio.invalid(`ratio ${ratio.text} is greater than max/min = ${most.toFixed(6)}`);
}
