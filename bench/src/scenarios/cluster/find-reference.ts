import type { ReferencePrograms } from './start-reference.ts';

/** The real API server to compare with: what FLUX19_KUBE_APISERVER and FLUX19_ETCD name; undefined when they name nothing. */
export function findReference(
  environment: Readonly<Record<string, string | undefined>>,
): ReferencePrograms | undefined {
  const { FLUX19_KUBE_APISERVER: kubeApiserver = '', FLUX19_ETCD: etcd = '' } = environment;
  return kubeApiserver === '' || etcd === '' ? undefined : { kubeApiserver, etcd };
}
