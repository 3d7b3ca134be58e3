// https://kubernetes.io/docs/reference/access-authn-authz/admission-controllers/#resourcequota
import { compareQuantities, type KubeObject } from '@flux19/objects';
import type { Clock } from '@flux19/ports';
import { asJson, objectField } from '../../json/fields.ts';
import { resourceKey } from '../../registry/catalogue.ts';
import type { AdmissionPlugin, AdmissionRequest } from '../../server/admission.ts';
import type { Store } from '../../store/store.ts';
import {
  type Amounts,
  addAmounts,
  describeAmounts,
  growth,
  nothing,
  onlyNames,
  printAmounts,
  readAmounts,
  withoutZeros,
} from '../pods/amounts.ts';
import { refusal } from '../refuse.ts';
import { missingResources } from './missing-resources.ts';
import { isInScope, isTerminating, scopesOf } from './pod-scopes.ts';
import { isUsedBy, usageOf } from './usage.ts';

const ignored: ReadonlySet<string> = new Set(['/events', 'events.k8s.io/events', '/bindings']);
/** Changes of these may use more than before. */
const growing: ReadonlySet<string> = new Set(['/services', '/persistentvolumeclaims']);

/** A quota that applies to a write, with the state that the write would bring. */
interface Charge {
  readonly quota: KubeObject;
  readonly used: Amounts;
}

/** Counts what a write would use and refuses it when a quota of its namespace has not enough left. */
export class ResourceQuota implements AdmissionPlugin {
  readonly name = 'ResourceQuota';
  readonly #store: Store;
  readonly #clock: Clock;

  constructor(store: Store, clock: Clock) {
    this.#store = store;
    this.#clock = clock;
  }

  validate(request: AdmissionRequest): undefined {
    const quotas = this.#store.collection('/resourcequotas');
    if (quotas.size === 0 || request.namespace === '' || request.object === undefined) return;
    const resource = resourceKey(request.group, request.resource);
    if (ignored.has(resource) || !countsFor(resource, request)) return;
    const charges = quotas
      .inNamespace(request.namespace)
      .flatMap(({ object }) => this.#charge(object, resource, request) ?? []);
    if (request.dryRun) return;
    for (const { quota, used } of charges) {
      const status = { ...objectField(asJson(quota), 'status'), used: printAmounts(used) };
      this.#store.put(quotas, { ...quota, status });
    }
  }

  #charge(quota: KubeObject, resource: string, request: AdmissionRequest): Charge | undefined {
    const { object, oldObject } = request;
    const status = objectField(asJson(quota), 'status');
    const hard = readAmounts(objectField(status, 'hard'));
    const used = readAmounts(objectField(status, 'used'));
    const names = [...hard.keys()].filter((name) => isUsedBy(resource, name));
    if (object === undefined || names.length === 0 || !applies(quota, resource, object)) return undefined;
    if (resource === '/pods') requireResources(request, quota, names, object);
    requireKnownUsage(request, quota, names, used);
    const now = this.#clock.now();
    const usage = usageOf(resource, object, now);
    const before = oldObject !== undefined && applies(quota, resource, oldObject) ? oldObject : undefined;
    const delta = before === undefined ? usage : growth(usage, usageOf(resource, before, now));
    const requested = onlyNames(withoutZeros(delta), new Set(hard.keys()));
    if (requested.size === 0) return undefined;
    const next = addAmounts(used, requested);
    requireEnough(request, quota, { hard, used, next, requested });
    return { quota, used: next };
  }
}

function countsFor(resource: string, { operation, subresource, object, oldObject }: AdmissionRequest): boolean {
  if (resource === '/pods' && subresource === 'resize') return true;
  if (subresource !== '') return false;
  if (operation === 'CREATE' || growing.has(resource)) return true;
  const specOf = (pod: KubeObject | undefined) => pod && objectField(asJson(pod), 'spec');
  return resource === '/pods' && isTerminating(specOf(object)) !== isTerminating(specOf(oldObject));
}

function applies(quota: KubeObject, resource: string, object: KubeObject): boolean {
  return scopesOf(quota).every((selector) => isInScope(resource, object, selector));
}

function requireResources(
  request: AdmissionRequest,
  quota: KubeObject,
  names: readonly string[],
  pod: KubeObject,
): void {
  const missing = missingResources(objectField(asJson(pod), 'spec'), names);
  if (missing !== '') throw refusal(request, `failed quota: ${quota.metadata.name}: must specify ${missing}`);
}

function requireKnownUsage(
  request: AdmissionRequest,
  quota: KubeObject,
  names: readonly string[],
  used: Amounts,
): void {
  if (names.every((name) => used.has(name))) return;
  const listed = [...names].sort().join(',');
  throw refusal(request, `status unknown for quota: ${quota.metadata.name}, resources: ${listed}`);
}

interface Balance {
  readonly hard: Amounts;
  readonly used: Amounts;
  readonly next: Amounts;
  readonly requested: Amounts;
}

function requireEnough(request: AdmissionRequest, quota: KubeObject, { hard, used, next, requested }: Balance): void {
  const exceeded = new Set(
    [...requested.keys()].filter((name) => compareQuantities(next.get(name) ?? nothing, hard.get(name) ?? nothing) > 0),
  );
  if (exceeded.size === 0) return;
  const [asked, already, limit] = [requested, used, hard].map((amounts) =>
    describeAmounts(onlyNames(amounts, exceeded)),
  );
  const { name } = quota.metadata;
  throw refusal(request, `exceeded quota: ${name}, requested: ${asked}, used: ${already}, limited: ${limit}`);
}
