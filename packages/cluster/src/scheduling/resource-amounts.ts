import { podResources } from '@flux19/apiserver';
import type { JsonObject, KubeObject } from '@flux19/objects';
import { parseQuantity, type Quantity, quantityToNumber } from '@flux19/objects';
import { placedSpecOf } from './scheduling-spec.ts';

/** Amounts by name of the resource: `cpu` in thousandths, everything else in whole units (bytes). */
export type ResourceAmounts = ReadonlyMap<string, number>;

/** What a Pod asks for, the overhead of its runtime class included. */
export function requestsOf(pod: KubeObject): ResourceAmounts {
  const asked = inUnits(podResources(pod['spec'] as JsonObject, 'requests'));
  return sumOf(asked, readAmounts(placedSpecOf(pod).overhead));
}

/** What a node has to give, as it says; without a resource that it does not speak of. */
export function allocatableOf(node: KubeObject): ResourceAmounts {
  return readAmounts((node['status'] as { allocatable?: Record<string, string> } | undefined)?.allocatable);
}

/** The sum of both; `factor` -1 gives the difference. */
export function sumOf(left: ResourceAmounts, right: ResourceAmounts, factor: 1 | -1 = 1): ResourceAmounts {
  if (right.size === 0) return left;
  const sum = new Map(left);
  for (const [name, amount] of right) sum.set(name, (sum.get(name) ?? 0) + factor * amount);
  return sum;
}

function readAmounts(amounts: Readonly<Record<string, string>> = {}): ResourceAmounts {
  return inUnits(new Map(Object.entries(amounts).map(([name, text]) => [name, parseQuantity(String(text))])));
}

function inUnits(amounts: ReadonlyMap<string, Quantity>): ResourceAmounts {
  return new Map([...amounts].map(([name, amount]) => [name, wholeUnits(name, quantityToNumber(amount))]));
}

/** 256 Ti: more than any node has, and small enough for sums that are exact. */
const mostUnits = 2 ** 48;

/** Kept to integers that can be added up and taken off again without a trace. */
function wholeUnits(name: string, amount: number): number {
  const units = Math.round(name === 'cpu' ? amount * 1000 : amount);
  return Math.min(units, mostUnits);
}
