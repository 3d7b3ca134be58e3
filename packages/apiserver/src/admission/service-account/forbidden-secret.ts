// https://kubernetes.io/docs/concepts/security/service-accounts/#enforce-mountable-secrets
import type { JsonObject, KubeObject } from '@flux19/objects';
import { asJson, fieldAt, objectField, objectsField, textField } from '../../json/fields.ts';

/** Why a pod may not use some secret that its account does not list; undefined when it uses none. */
export function forbiddenSecret(pod: KubeObject, account: KubeObject): string | undefined {
  const spec = objectField(asJson(pod), 'spec');
  const allowed = new Set(namesOf(account, 'secrets'));
  const end = (secret: string): string =>
    `secret.secretName="${secret}" is not allowed because service account ${account.metadata.name} does not reference that secret`;
  const volumes = objectsField(spec, 'volumes').flatMap(
    (volume) => textField(objectField(volume, 'secret'), 'secretName') || [],
  );
  for (const name of volumes) {
    if (!allowed.has(name)) return `volume with ${end(name)}`;
  }
  for (const [list, what] of [
    ['initContainers', 'init container'],
    ['containers', 'container'],
  ] as const) {
    for (const container of objectsField(spec, list)) {
      const found = environmentSecrets(container).find(({ secret }) => !allowed.has(secret));
      if (found !== undefined) return `${what} ${textField(container, 'name')} with ${found.where}${end(found.secret)}`;
    }
  }
  return forbiddenPullSecret(spec, account);
}

interface SecretUse {
  readonly secret: string;
  readonly where: string;
}

function environmentSecrets(container: JsonObject): SecretUse[] {
  const ofVariables = objectsField(container, 'env').map((variable) => ({
    secret: fieldAt(variable, ['valueFrom', 'secretKeyRef', 'name']),
    where: `envVar ${textField(variable, 'name')} referencing `,
  }));
  const ofSources = objectsField(container, 'envFrom').map((source) => ({
    secret: fieldAt(source, ['secretRef', 'name']),
    where: 'envFrom referencing ',
  }));
  return [...ofVariables, ...ofSources].flatMap(({ secret, where }) =>
    typeof secret === 'string' ? [{ secret, where }] : [],
  );
}

function forbiddenPullSecret(spec: JsonObject | undefined, account: KubeObject): string | undefined {
  const allowed = new Set(namesOf(account, 'imagePullSecrets'));
  const names = objectsField(spec, 'imagePullSecrets').map((one) => textField(one, 'name'));
  const index = names.findIndex((name) => !allowed.has(name));
  if (index < 0) return undefined;
  return `imagePullSecrets[${index}].name="${names[index]}" is not allowed because service account ${account.metadata.name} does not reference that imagePullSecret`;
}

function namesOf(account: KubeObject, list: string): string[] {
  return objectsField(asJson(account), list).map((one) => textField(one, 'name'));
}
