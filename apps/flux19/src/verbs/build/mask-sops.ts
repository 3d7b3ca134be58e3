import { isJsonObject, type JsonObject, type JsonValue, type KubeObject, setKey } from '@flux19/objects';
import { CliError } from '../../program/cli-error.ts';

/** Stands for a value that only the cluster can decrypt. */
export const sopsMask = '**SOPS**';

const encodedMask = base64(sopsMask);
const dockerMask = `{"mask":"${sopsMask}"}`;

/** A Secret without values that SOPS encrypted, and without what SOPS keeps beside them. Other objects stay. Throws CliError. */
export function maskSops(object: KubeObject): KubeObject {
  if (object.kind !== 'Secret') return object;
  if (!isEncrypted(object['sops'])) return maskValues(object, maskEncryptedData, maskEncryptedText);
  const { sops: _, ...secret } = object;
  const isDocker = object['type'] === 'kubernetes.io/dockerconfigjson';
  const [data, text] = isDocker ? [base64(dockerMask), dockerMask] : [encodedMask, sopsMask];
  return maskValues(
    secret as KubeObject,
    () => data,
    () => text,
  );
}

function base64(text: string): string {
  return Buffer.from(text).toString('base64');
}

function isEncrypted(sops: unknown): boolean {
  const mac = isJsonObject(sops) ? sops['mac'] : undefined;
  return typeof mac === 'string' && mac.startsWith('ENC[');
}

type MaskValue = (value: string, secret: KubeObject) => string;

function maskValues(secret: KubeObject, ofData: MaskValue, ofText: MaskValue): KubeObject {
  const masked: KubeObject = { ...secret };
  if (isJsonObject(secret['data'])) masked['data'] = mapEntries(secret['data'], (value) => ofData(value, secret));
  if (isJsonObject(secret['stringData'])) {
    masked['stringData'] = mapEntries(secret['stringData'], (value) => ofText(value, secret));
  }
  return masked;
}

function mapEntries(entries: JsonObject, map: (value: string) => string): JsonObject {
  const mapped: JsonObject = {};
  for (const [key, value] of Object.entries(entries)) setKey(mapped, key, map(textOf(value)));
  return mapped;
}

function textOf(value: JsonValue | undefined): string {
  return typeof value === 'string' ? value : String(value ?? '');
}

/** A whole file that SOPS encrypted may be one value of a Secret. */
function maskEncryptedData(value: string, secret: KubeObject): string {
  return looksEncrypted(decodeStrictly(value, secret)) ? encodedMask : value;
}

function maskEncryptedText(value: string): string {
  return looksEncrypted(value) ? encodedMask : value;
}

function looksEncrypted(text: string): boolean {
  return text.includes('sops') && text.includes('ENC[');
}

function decodeStrictly(value: string, { metadata }: KubeObject): string {
  const compact = value.replace(/[\r\n]/g, '');
  const bad = /[^A-Za-z0-9+/=]/.exec(compact);
  if (bad !== null || compact.length % 4 !== 0) {
    const at = bad === null ? compact.length - (compact.length % 4) : bad.index;
    throw new CliError(`failed to mask secret ${metadata.name} sops data: illegal base64 data at input byte ${at}`, {
      hints: ['values under data are base64; plain ones belong under stringData'],
    });
  }
  return Buffer.from(compact, 'base64').toString('utf8');
}
