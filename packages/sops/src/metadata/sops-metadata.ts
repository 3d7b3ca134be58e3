import type { EncryptionRule } from './encryption-rule.ts';

/** One way to get at (a part of) the data key. */
export type MasterKey =
  | { readonly kind: 'age'; readonly recipient: string; readonly encrypted: string }
  | { readonly kind: 'pgp'; readonly fingerprint: string; readonly encrypted: string }
  | {
      readonly kind: 'vault';
      readonly address: string;
      readonly enginePath: string;
      readonly keyName: string;
      readonly encrypted: string;
    }
  /** A key of a cloud: named in messages only. */
  | { readonly kind: 'aws-kms' | 'gcp-kms' | 'azure-kv' | 'huawei-kms'; readonly name: string };

/** What SOPS keeps beside the values of a file. */
export interface SopsMetadata {
  /** Any key of a group opens the group's part of the data key. */
  readonly groups: readonly (readonly MasterKey[])[];
  /** Parts that are needed when there are several groups; 0 when the file does not say. */
  readonly threshold: number;
  /** As written: the code is bound to this text. */
  readonly lastModified: string;
  /** Encrypted message authentication code. */
  readonly mac: string;
  readonly macOnlyEncrypted: boolean;
  readonly rule: EncryptionRule;
}
