// The texts of https://kubernetes.io/docs/concepts/policy/limit-range/
import { compareQuantities, formatQuantity, type JsonObject, quantityToNumber } from '@flux19/objects';
import { objectField } from '../../json/fields.ts';
import { type Amounts, nothing, readAmounts } from '../pods/amounts.ts';

/** What a container, pod or claim asks for. */
export interface Asked {
  readonly requests: Amounts;
  readonly limits: Amounts;
}

/** Complaints about what is asked for under one item of a LimitRange. `type` is what the item is about. */
export function limitErrors(item: JsonObject, type: string, asked: Asked): string[] {
  return [
    ...minimumErrors(item, type, asked),
    ...(type === 'PersistentVolumeClaim' ? maximumRequestErrors(item, type, asked) : maximumErrors(item, type, asked)),
    ...(type === 'PersistentVolumeClaim' ? [] : ratioErrors(item, type, asked)),
  ];
}

function minimumErrors(item: JsonObject, type: string, { requests, limits }: Asked): string[] {
  return [...readAmounts(objectField(item, 'min'))].flatMap(([name, least]) => {
    const start = `minimum ${name} usage per ${type} is ${formatQuantity(least)}`;
    const request = requests.get(name);
    const limit = limits.get(name);
    if (request === undefined) return [`${start}.  No request is specified`];
    if (compareQuantities(request, least) < 0) return [`${start}, but request is ${formatQuantity(request)}`];
    if (limit === undefined || compareQuantities(limit, least) >= 0) return [];
    return [`${start}, but limit is ${formatQuantity(limit)}`];
  });
}

function maximumErrors(item: JsonObject, type: string, { requests, limits }: Asked): string[] {
  return [...readAmounts(objectField(item, 'max'))].flatMap(([name, most]) => {
    const start = `maximum ${name} usage per ${type} is ${formatQuantity(most)}`;
    const request = requests.get(name);
    const limit = limits.get(name);
    if (limit === undefined) return [`${start}.  No limit is specified`];
    if (compareQuantities(limit, most) > 0) return [`${start}, but limit is ${formatQuantity(limit)}`];
    if (request === undefined || compareQuantities(request, most) <= 0) return [];
    return [`${start}, but request is ${formatQuantity(request)}`];
  });
}

function maximumRequestErrors(item: JsonObject, type: string, { requests }: Asked): string[] {
  return [...readAmounts(objectField(item, 'max'))].flatMap(([name, most]) => {
    const start = `maximum ${name} usage per ${type} is ${formatQuantity(most)}`;
    const request = requests.get(name);
    if (request === undefined) return [`${start}.  No request is specified`];
    return compareQuantities(request, most) > 0 ? [`${start}, but request is ${formatQuantity(request)}`] : [];
  });
}

function ratioErrors(item: JsonObject, type: string, { requests, limits }: Asked): string[] {
  return [...readAmounts(objectField(item, 'maxLimitRequestRatio'))].flatMap(([name, most]) => {
    const start = `${name} max limit to request ratio per ${type} is ${formatQuantity(most)}`;
    const request = requests.get(name) ?? nothing;
    const limit = limits.get(name) ?? nothing;
    if (request.unscaled === 0n) return [`${start}, but no request is specified or request is 0`];
    if (limit.unscaled === 0n) return [`${start}, but no limit is specified or limit is 0`];
    const ratio = quantityToNumber(limit) / quantityToNumber(request);
    return ratio > quantityToNumber(most) ? [`${start}, but provided ratio is ${ratio.toFixed(6)}`] : [];
  });
}
