import type { RealPrograms } from './real-server.ts';

export interface ProgramPaths {
  readonly kubeApiServer: string | undefined;
  readonly etcd: string | undefined;
}

export async function findRealPrograms({ kubeApiServer, etcd }: ProgramPaths): Promise<RealPrograms | undefined> {
  if (kubeApiServer !== undefined && etcd !== undefined) return { kubeApiServer, etcd };
  return undefined;
}
