import { compareQuantities, type KubeObject, parseQuantity, type Quantity, quantityValue } from '@flux19/objects';
import { asJson, fieldAt, objectField, textField } from '../../json/fields.ts';
import { type Amounts, one } from '../pods/amounts.ts';

const betaClass = 'volume.beta.kubernetes.io/storage-class';

/** What a PersistentVolumeClaim uses, in all and of its storage class. */
export function claimUsage(claim: KubeObject): Amounts {
  const usage = new Map([['persistentvolumeclaims', one]]);
  const storage = requestedStorage(claim);
  if (storage !== undefined) usage.set('requests.storage', storage);
  const { annotations = {} } = claim.metadata;
  const storageClass = annotations[betaClass] ?? textField(objectField(asJson(claim), 'spec'), 'storageClassName');
  if (storageClass === '') return usage;
  const ofClass = [...usage].map(([name, amount]): [string, Quantity] => [
    `${storageClass}.storageclass.storage.k8s.io/${name}`,
    amount,
  ]);
  return new Map([...usage, ...ofClass]);
}

/** What is asked for, or already there where that is more; in whole bytes. */
function requestedStorage(claim: KubeObject): Quantity | undefined {
  const asked = amountAt(claim, ['spec', 'resources', 'requests', 'storage']);
  const allocated = amountAt(claim, ['status', 'allocatedResources', 'storage']);
  if (asked === undefined) return undefined;
  return allocated !== undefined && compareQuantities(allocated, asked) > 0 ? allocated : asked;
}

function amountAt(claim: KubeObject, path: readonly string[]): Quantity | undefined {
  const text = fieldAt(asJson(claim), path);
  if (typeof text !== 'string') return undefined;
  const amount = parseQuantity(text);
  const unscaled = quantityValue(amount);
  const isWhole = compareQuantities({ unscaled, exponent: 0, format: amount.format }, amount) === 0;
  return isWhole ? amount : { unscaled, exponent: 0, format: amount.format };
}
