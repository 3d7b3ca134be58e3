// https://kubernetes.io/docs/reference/access-authn-authz/service-accounts-admin/#serviceaccount-admission-controller
import type { JsonObject, KubeObject } from '@flux19/objects';
import type { Clock } from '@flux19/ports';
import { asJson, field, objectField, objectsField, textField } from '../../json/fields.ts';
import type { AdmissionPlugin, AdmissionRequest } from '../../server/admission.ts';
import type { Store } from '../../store/store.ts';
import { admittedObject } from '../admitted-object.ts';
import { refusal } from '../refuse.ts';
import { withSpec } from '../with-spec.ts';
import { forbiddenSecret } from './forbidden-secret.ts';
import { withTokenVolume } from './token-volume.ts';

const accounts = '/serviceaccounts';
/** A namespace gets its default account a moment after it was made: kube-apiserver looks ten times, about so long in all. */
const defaultAccountWaitMs = 1_500;

/** Runs every new pod as a service account and gives it the account's token and pull secrets. */
export class ServiceAccountAdmission implements AdmissionPlugin {
  readonly name = 'ServiceAccount';
  readonly resources: ReadonlySet<string> = new Set(['/pods']);
  readonly #store: Store;
  readonly #clock: Clock;

  constructor(store: Store, clock: Clock) {
    this.#store = store;
    this.#clock = clock;
  }

  mutate(request: AdmissionRequest): KubeObject | Promise<KubeObject> {
    const pod = admittedObject(request);
    const isMirror = pod.metadata.annotations?.['kubernetes.io/config.mirror'] !== undefined;
    if (request.operation !== 'CREATE' || request.subresource !== '' || isMirror) return pod;
    const name = textField(objectField(asJson(pod), 'spec'), 'serviceAccountName') || 'default';
    const account = this.#find(request.namespace, name);
    if (account !== undefined) return withAccount(request, pod, account);
    if (name !== 'default') throw this.#unknown(request, name);
    return this.#wait(request.namespace).then((found) => {
      if (found === undefined) throw this.#unknown(request, name);
      return withAccount(request, pod, found);
    });
  }

  #find(namespace: string, name: string): KubeObject | undefined {
    return this.#store.collection(accounts).get(namespace, name)?.object;
  }

  /** Resolves with the default account as soon as it is there; with undefined when it does not come. */
  async #wait(namespace: string): Promise<KubeObject | undefined> {
    const stop = new AbortController();
    const { promise, resolve } = Promise.withResolvers<void>();
    const unsubscribe = this.#store.collection(accounts).subscribe(({ entry }) => {
      if (entry.namespace === namespace && entry.name === 'default') resolve();
    });
    try {
      await Promise.race([promise, this.#clock.sleep(defaultAccountWaitMs, stop.signal).catch(() => undefined)]);
      return this.#find(namespace, 'default');
    } finally {
      unsubscribe();
      stop.abort();
    }
  }

  #unknown(request: AdmissionRequest, name: string): Error {
    const which = `${request.namespace}/${name}`;
    return refusal(
      request,
      `error looking up service account ${which}: serviceaccount ${JSON.stringify(name)} not found`,
    );
  }
}

function withAccount(request: AdmissionRequest, pod: KubeObject, account: KubeObject): KubeObject {
  const spec = objectField(asJson(pod), 'spec') ?? {};
  const { name } = account.metadata;
  const automount =
    field(spec, 'automountServiceAccountToken') ?? field(asJson(account), 'automountServiceAccountToken');
  const changes: JsonObject = {
    serviceAccountName: name,
    serviceAccount: name,
    ...(automount === false ? {} : withTokenVolume(spec)),
  };
  const own = objectsField(spec, 'imagePullSecrets');
  const pullSecrets = objectsField(asJson(account), 'imagePullSecrets');
  if (own.length === 0 && pullSecrets.length > 0) changes['imagePullSecrets'] = pullSecrets.map((one) => ({ ...one }));
  const admitted = withSpec(pod, changes);
  const why = limitsSecrets(account) ? forbiddenSecret(admitted, account) : undefined;
  if (why !== undefined) throw refusal(request, why);
  return admitted;
}

function limitsSecrets({ metadata }: KubeObject): boolean {
  return /^(1|t|true)$/i.test(metadata.annotations?.['kubernetes.io/enforce-mountable-secrets'] ?? '');
}
