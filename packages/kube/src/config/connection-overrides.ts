import { type JsonObject, setKey } from '@flux19/objects';
import type { KubeconfigEntry } from './kubeconfig-file.ts';

/** What counts instead of that which a context says, as the flags of kubectl. */
export interface ConnectionOverrides {
  /** Name of another cluster, or user, of the kubeconfig. */
  readonly clusterName?: string | undefined;
  readonly userName?: string | undefined;
  /** Fields as a kubeconfig writes them; paths are absolute. */
  readonly cluster?: JsonObject | undefined;
  readonly user?: JsonObject | undefined;
}

/** Fields that would contradict the one that is given. */
const rivals: Readonly<Record<string, readonly string[]>> = {
  'certificate-authority': ['certificate-authority-data', 'insecure-skip-tls-verify'],
  'insecure-skip-tls-verify': ['certificate-authority', 'certificate-authority-data'],
  token: ['tokenFile', 'username', 'password', 'exec'],
  'client-certificate': ['client-certificate-data'],
  'client-key': ['client-key-data'],
};

/** The entry with fields of flags in place of its own. */
export function overridden(entry: KubeconfigEntry, fields: JsonObject = {}): KubeconfigEntry {
  const gone = new Set(Object.keys(fields).flatMap((key) => rivals[key] ?? []));
  const value: JsonObject = {};
  for (const [key, own] of Object.entries(entry.value)) if (!gone.has(key)) setKey(value, key, own);
  return { ...entry, value: { ...value, ...fields } };
}
