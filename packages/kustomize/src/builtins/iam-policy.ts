import { KustomizeError } from '../engine/kustomize-error.ts';
import type { Shape } from '../kustomization/shape.ts';
import { Resource } from '../resources/resource.ts';
import type { Fields } from '../values/value.ts';
import type { Generator } from './plugin.ts';

export const iamPolicyShape: Shape = {
  fields: {
    cloud: 'string',
    kubernetesService: { fields: { namespace: 'string', name: 'string' } },
    serviceAccount: { fields: { name: 'string', projectId: 'string' } },
  },
};

interface IamPolicyConfig {
  readonly cloud?: string;
  readonly kubernetesService?: { readonly namespace?: string; readonly name?: string };
  readonly serviceAccount?: { readonly name?: string; readonly projectId?: string };
}

/** A ServiceAccount bound to an account of Google's cloud. */
export function makeIamPolicy({ cloud = '', kubernetesService = {}, serviceAccount = {} }: IamPolicyConfig): Generator {
  return {
    kind: 'IAMPolicyGenerator',
    generate() {
      if (cloud !== 'gke') {
        throw new KustomizeError(`cloud provider ${cloud} not supported yet`, {
          reason: 'InvalidPlugin',
          field: 'cloud',
        });
      }
      const metadata: Fields = {
        annotations: {
          'iam.gke.io/gcp-service-account': `${serviceAccount.name ?? ''}@${serviceAccount.projectId ?? ''}.iam.gserviceaccount.com`,
        },
        name: kubernetesService.name ?? '',
      };
      if (kubernetesService.namespace) metadata['namespace'] = kubernetesService.namespace;
      return [new Resource({ apiVersion: 'v1', kind: 'ServiceAccount', metadata })];
    },
  };
}
