import { setKey } from '@flux19/objects';
import { SopsError } from '../sops-error.ts';
import { plainText } from '../tree/plain-text.ts';
import { isComment, isList, isMap, isTime, kindOf, type SopsMap, type SopsValue, valueAt } from '../tree/sops-tree.ts';
import { encryptionRule } from './encryption-rule.ts';
import type { MasterKey, SopsMetadata } from './sops-metadata.ts';

/** Most groups, and most keys of a group, that are tried: each costs a public-key operation. */
const maxGroups = 255;
const maxKeys = 200;

/** Reads the mapping that SOPS adds to a file. Throws SopsError. */
export function readMetadata(metadata: SopsMap): SopsMetadata {
  const text = (key: string): string => textAt(metadata, key);
  const lastModified = text('lastmodified');
  if (Number.isNaN(Date.parse(lastModified))) {
    throw new SopsError('Malformed', 'the metadata of sops has no valid lastmodified');
  }
  const threshold = Number(text('shamir_threshold') || 0);
  return {
    groups: groupsOf(metadata),
    threshold: Number.isInteger(threshold) ? threshold : 0,
    lastModified: goTime(lastModified),
    mac: text('mac'),
    macOnlyEncrypted: /^(1|t|true)$/i.test(text('mac_only_encrypted')),
    rule: encryptionRule({
      unencryptedSuffix: text('unencrypted_suffix'),
      encryptedSuffix: text('encrypted_suffix'),
      unencryptedRegex: text('unencrypted_regex'),
      encryptedRegex: text('encrypted_regex'),
      unencryptedCommentRegex: text('unencrypted_comment_regex'),
      encryptedCommentRegex: text('encrypted_comment_regex'),
    }),
  };
}

/** Go writes the time again before it is used: fractions of seconds are lost, and a zone of zero becomes `Z`. */
function goTime(text: string): string {
  return text.replace(/\.\d+/, '').replace(/[+-]00:00$/, 'Z');
}

function groupsOf(metadata: SopsMap): readonly (readonly MasterKey[])[] {
  const own = keysOf(metadata);
  // Flux and SOPS: keys beside the groups are the only group.
  if (own.length > 0) return [own];
  const groups = valueAt(metadata, 'key_groups');
  if (!isList(groups)) return [];
  const found = groups.items.filter(isMap);
  if (found.length > maxGroups) throw new SopsError('TooLarge', 'the metadata has too many groups of keys');
  return found.map(keysOf);
}

type ReadKey = (key: SopsMap) => MasterKey;

const kinds: readonly (readonly [string, ReadKey])[] = [
  ['age', (key) => ({ kind: 'age', recipient: textAt(key, 'recipient'), encrypted: textAt(key, 'enc') })],
  ['pgp', (key) => ({ kind: 'pgp', fingerprint: textAt(key, 'fp'), encrypted: textAt(key, 'enc') })],
  [
    'kms',
    (key) => ({
      kind: 'aws-kms',
      arn: textAt(key, 'arn').replaceAll(' ', ''),
      role: textAt(key, 'role'),
      context: textsAt(key, 'context'),
      encrypted: textAt(key, 'enc'),
    }),
  ],
  ['gcp_kms', (key) => ({ kind: 'gcp-kms', resourceId: textAt(key, 'resource_id'), encrypted: textAt(key, 'enc') })],
  ['hckms', (key) => ({ kind: 'huawei-kms', name: textAt(key, 'key_id') })],
  [
    'azure_kv',
    (key) => ({
      kind: 'azure-kv',
      vaultUrl: textAt(key, 'vault_url'),
      name: textAt(key, 'name'),
      version: textAt(key, 'version'),
      encrypted: textAt(key, 'enc'),
    }),
  ],
  [
    'hc_vault',
    (key) => ({
      kind: 'vault',
      address: textAt(key, 'vault_address'),
      enginePath: textAt(key, 'engine_path'),
      keyName: textAt(key, 'key_name'),
      encrypted: textAt(key, 'enc'),
    }),
  ],
];

/** Flux and SOPS: in the order in which they are tried, those that need no network first. */
function keysOf(group: SopsMap): readonly MasterKey[] {
  const keys = kinds.flatMap(([field, read]) => {
    const list = valueAt(group, field);
    return isList(list) ? list.items.filter(isMap).map(read) : [];
  });
  if (keys.length > maxKeys) throw new SopsError('TooLarge', 'the metadata has too many keys');
  return keys;
}

function textAt(map: SopsMap, key: string): string {
  const value: SopsValue | undefined = valueAt(map, key);
  if (value === undefined || value === null || isComment(value) || value instanceof Uint8Array) return '';
  if (isTime(value)) return value.text;
  return kindOf(value) === 'leaf' ? plainText(value as string) : '';
}

function textsAt(map: SopsMap, key: string): Readonly<Record<string, string>> {
  const found = valueAt(map, key);
  if (!isMap(found)) return {};
  const texts: Record<string, string> = {};
  for (const entry of found.entries) if (entry.kind === 'entry') setKey(texts, entry.key, textAt(found, entry.key));
  return texts;
}
