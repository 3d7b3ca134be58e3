import type { ReferencePrograms } from '@flux19/reference-server';

/** The real API server to compare with: what FLUX19_KUBE_APISERVER and FLUX19_ETCD name; undefined when they name nothing. */
export function findReference(
  environment: Readonly<Record<string, string | undefined>>,
): ReferencePrograms | undefined {
  const { FLUX19_KUBE_APISERVER: kubeApiServer = '', FLUX19_ETCD: etcd = '' } = environment;
  return kubeApiServer === '' || etcd === '' ? undefined : { kubeApiServer, etcd };
}
