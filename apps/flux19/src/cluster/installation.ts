import { labels } from '@flux19/api';
import type { KubeClient } from '@flux19/kube';
import type { KubeObject } from '@flux19/objects';

/** What marks the objects of an installation of Flux. */
export const partOfFlux: string = `${labels.partOf}=flux`;

const versionLabel = 'app.kubernetes.io/version';
const bootstrapLabel = labels.kustomizeNamespace;

/** What the kinds of Flux in a cluster tell about where they come from. */
export interface Installation {
  /** `flux-v2.9.4`; empty when nothing says so. */
  readonly distribution: string;
  /** A Kustomization of Flux itself applied it. */
  readonly isBootstrapped: boolean;
}

/** Reads the installation off the CRD of GitRepository, as flux does. Throws ApiError NotFound when there is none. */
export async function readInstallation(client: KubeClient, signal: AbortSignal): Promise<Installation> {
  const { metadata } = await client.get(
    {
      apiVersion: 'apiextensions.k8s.io/v1',
      kind: 'CustomResourceDefinition',
      name: 'gitrepositories.source.toolkit.fluxcd.io',
    },
    signal,
  );
  const { [versionLabel]: version = '', [labels.partOf]: partOf = '' } = metadata.labels ?? {};
  return {
    distribution: partOf === '' ? version : `${partOf}-${version}`,
    isBootstrapped: metadata.labels?.[bootstrapLabel] !== undefined,
  };
}

interface PodTemplate {
  readonly metadata?: { readonly labels?: Readonly<Record<string, string>> };
  readonly spec?: { readonly containers?: readonly { readonly name: string; readonly image?: string }[] };
}

/** The Deployments of Flux's controllers in a namespace. */
export async function readControllers(
  client: KubeClient,
  namespace: string,
  signal: AbortSignal,
): Promise<readonly KubeObject[]> {
  const selection = { namespace, labelSelector: partOfFlux };
  return (await client.list({ apiVersion: 'apps/v1', kind: 'Deployment' }, selection, signal)).items;
}

/** The pod template of a Deployment. */
export function podTemplate(deployment: KubeObject): PodTemplate {
  return (deployment['spec'] as { readonly template?: PodTemplate } | undefined)?.template ?? {};
}

/** The images of a Deployment's containers. */
export function imagesOf(deployment: KubeObject): readonly string[] {
  return (podTemplate(deployment).spec?.containers ?? []).map(({ image = '' }) => image);
}
