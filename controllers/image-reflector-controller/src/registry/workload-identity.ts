import type { ImageRepository } from '@flux19/api';

/** Why an object that wants the identity of a ServiceAccount of its own at a cloud cannot be served; undefined when it does not. */
export function workloadIdentityObstacle({ spec }: ImageRepository, where = ''): string | undefined {
  const { provider = 'generic', serviceAccountName = '' } = spec;
  if (provider === 'generic' || serviceAccountName === '') return undefined;
  const gate = 'please enable the ObjectLevelWorkloadIdentity feature gate in the controller';
  return `to use spec.serviceAccountName ${where}for provider authentication ${gate}`;
}
