import type { EncryptionRule } from './encryption-rule.ts';

/** One way to get at (a part of) the data key. */
export type MasterKey =
  | { readonly kind: 'age'; readonly recipient: string; readonly encrypted: string }
  | { readonly kind: 'pgp'; readonly fingerprint: string; readonly encrypted: string }
  | VaultKey
  | AwsKmsKey
  | GcpKmsKey
  | AzureVaultKey
  /** Named in messages only. */
  | { readonly kind: 'huawei-kms'; readonly name: string };

/** A key of the transit engine of Vault or OpenBao. */
export interface VaultKey {
  readonly kind: 'vault';
  readonly address: string;
  readonly enginePath: string;
  readonly keyName: string;
  readonly encrypted: string;
}

/** A key of AWS KMS. */
export interface AwsKmsKey {
  readonly kind: 'aws-kms';
  readonly arn: string;
  /** Role to take first; empty for none. */
  readonly role: string;
  /** What the data key is bound to. */
  readonly context: Readonly<Record<string, string>>;
  /** Base64. */
  readonly encrypted: string;
}

/** A key of Google's Cloud KMS. */
export interface GcpKmsKey {
  readonly kind: 'gcp-kms';
  readonly resourceId: string;
  /** Base64. */
  readonly encrypted: string;
}

/** A key of Azure's Key Vault. */
export interface AzureVaultKey {
  readonly kind: 'azure-kv';
  readonly vaultUrl: string;
  readonly name: string;
  readonly version: string;
  /** Base64 for URLs. */
  readonly encrypted: string;
}

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
