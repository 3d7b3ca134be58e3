import { createDecipheriv } from 'node:crypto';
import { causedBy, SopsError } from '../sops-error.ts';
import type { SopsComment, SopsLeaf } from '../tree/sops-tree.ts';

/** A value as SOPS writes it. */
interface EncryptedValue {
  readonly data: Buffer;
  readonly nonce: Buffer;
  readonly tag: Buffer;
  readonly type: string;
}

const pattern = /^ENC\[AES256_GCM,data:([^,]+),iv:([^,]+),tag:([^,]+),type:([^,\]]+)\]/;
const keyBytes = 32;
const tagBytes = 16;

function parse(text: string, path: string): EncryptedValue {
  const [, data, nonce, tag, type] = pattern.exec(text) ?? [];
  if (data === undefined || nonce === undefined || tag === undefined || type === undefined) {
    throw new SopsError('Malformed', `${path}: Input string <redacted> does not match sops' data format`);
  }
  const value = { data: decode(data), nonce: decode(nonce), tag: decode(tag), type };
  if (value.tag.length !== tagBytes) throw new SopsError('Malformed', `${path}: the tag of the value is not whole`);
  return value;
}

function decode(base64: string): Buffer {
  return Buffer.from(base64, 'base64');
}

/** Whether a text looks like an encrypted value. */
export function isEncryptedText(text: string): boolean {
  return pattern.test(text);
}

/**
 * Decrypts one value. `additionalData` is what SOPS bound the value to: its path. Empty texts are never encrypted.
 * Throws SopsError when the value is not what was encrypted under this path.
 */
export function decryptValue(text: string, key: Uint8Array, additionalData: string): SopsLeaf | SopsComment {
  if (text === '') return '';
  const path = additionalData === '' ? 'value' : additionalData.replace(/:$/, '');
  const { data, nonce, tag, type } = parse(text, path);
  const plain = open({ data, nonce, tag }, key, additionalData, path);
  return typed(plain, type, path);
}

function open(
  { data, nonce, tag }: Omit<EncryptedValue, 'type'>,
  key: Uint8Array,
  additionalData: string,
  path: string,
): Buffer {
  if (key.length !== keyBytes) throw new SopsError('Malformed', 'the data key does not have 32 bytes');
  try {
    const decipher = createDecipheriv('aes-256-gcm', key, nonce, { authTagLength: tagBytes });
    decipher.setAAD(Buffer.from(additionalData));
    decipher.setAuthTag(tag);
    return Buffer.concat([decipher.update(data), decipher.final()]);
  } catch (cause) {
    throw causedBy(
      cause,
      'NotIntact',
      `${path}: Could not decrypt with AES_GCM: cipher: message authentication failed`,
    );
  }
}

function typed(plain: Buffer, type: string, path: string): SopsLeaf | SopsComment {
  const text = plain.toString();
  switch (type) {
    case 'str':
    case 'bytes':
      // Files that are not texts come as they are.
      return isUtf8(plain, text) ? text : plain;
    case 'int':
      if (/^[-+]?\d+$/.test(text)) return integer(BigInt(text.replace(/^\+/, '')));
      break;
    case 'float':
      return float(text, path);
    case 'bool':
      // Go: strconv.ParseBool.
      if (/^(1|t|T|TRUE|true|True)$/.test(text)) return true;
      if (/^(0|f|F|FALSE|false|False)$/.test(text)) return false;
      break;
    case 'time':
      return { kind: 'time', text };
    case 'comment':
      return { kind: 'comment', text, isInline: false };
    default:
      throw new SopsError('Malformed', `${path}: Unknown datatype: ${type.slice(0, 20)}`);
  }
  throw new SopsError('Malformed', `${path}: the value is not of type ${type}`);
}

function integer(value: bigint): number | bigint {
  return value >= Number.MIN_SAFE_INTEGER && value <= Number.MAX_SAFE_INTEGER ? Number(value) : value;
}

function float(text: string, path: string): number {
  const value = /^[-+]?(inf|infinity)$/i.test(text) ? (text.startsWith('-') ? -Infinity : Infinity) : Number(text);
  if (text.trim() === '' || (Number.isNaN(value) && !/^nan$/i.test(text))) {
    throw new SopsError('Malformed', `${path}: the value is not of type float`);
  }
  return value;
}

function isUtf8(bytes: Buffer, text: string): boolean {
  return bytes.length === Buffer.byteLength(text) && Buffer.from(text).equals(bytes);
}
