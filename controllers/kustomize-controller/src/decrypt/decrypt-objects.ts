import { annotations } from '@flux19/api';
import { isJsonObject, type JsonObject, type JsonValue, type KubeObject, setKey } from '@flux19/objects';
import {
  decryptFile,
  decryptObject,
  detectFormat,
  formatForPath,
  isEncryptedObject,
  type Keyring,
  SopsError,
} from '@flux19/sops';
import type { Redactor } from './redactor.ts';

export interface ObjectDecryption {
  readonly keyring: Keyring;
  readonly redactor: Redactor;
}

/** Whether an object asks to be left encrypted. */
export function isDecryptionDisabled({ metadata }: KubeObject): boolean {
  return metadata.annotations?.[annotations.kustomizeDecrypt]?.toLowerCase() === 'disabled';
}

/** Decrypts what a build has put together, object by object. Objects that are not encrypted come back as they are. */
export class ObjectDecryptor {
  readonly #decryption: ObjectDecryption;

  constructor(decryption: ObjectDecryption) {
    this.#decryption = decryption;
  }

  /** Rejects with SopsError. */
  async decrypt(object: KubeObject, signal: AbortSignal): Promise<KubeObject> {
    if (isDecryptionDisabled(object)) return object;
    if (isEncryptedObject(object as unknown as JsonObject)) return this.#decryptWhole(object, signal);
    return object.kind === 'Secret' ? this.#decryptData(object, signal) : object;
  }

  async #decryptWhole(object: KubeObject, signal: AbortSignal): Promise<KubeObject> {
    const { keyring, redactor } = this.#decryption;
    const encrypted = object as unknown as JsonObject;
    try {
      const decrypted = await decryptObject(encrypted, keyring, signal);
      remember(decrypted, encrypted, redactor);
      return decrypted as unknown as KubeObject;
    } catch (thrown) {
      throw failure(thrown, object, `${identity(object)} ${object.kind} data`);
    }
  }

  /** Secret generators put whole encrypted files into single values. */
  async #decryptData(object: KubeObject, signal: AbortSignal): Promise<KubeObject> {
    const data = object['data'];
    if (!isJsonObject(data)) return object;
    const plain: JsonObject = {};
    let isChanged = false;
    for (const [key, value] of Object.entries(data)) {
      const decrypted = typeof value === 'string' ? await this.#decryptValue(object, key, value, signal) : undefined;
      isChanged ||= decrypted !== undefined;
      setKey(plain, key, decrypted ?? value ?? null);
    }
    return isChanged ? { ...object, data: plain } : object;
  }

  async #decryptValue(
    object: KubeObject,
    key: string,
    value: string,
    signal: AbortSignal,
  ): Promise<string | undefined> {
    const { keyring, redactor } = this.#decryption;
    const data = Buffer.from(value, 'base64');
    const input = detectFormat(data);
    if (input === undefined) return undefined;
    try {
      const plain = Buffer.from(
        await decryptFile(data, { input, output: formatForPath(key), keyring, ignoreMac: true }, signal),
      );
      redactor.add(plain.toString());
      return plain.toString('base64');
    } catch (thrown) {
      throw failure(thrown, object, `${identity(object)} Secret field '${key}'`);
    }
  }
}

/** Remembers the texts that were encrypted. Data of Secrets is base64: what it stands for is a secret as well. */
function remember(plain: JsonValue | undefined, encrypted: JsonValue | undefined, redactor: Redactor): void {
  if (typeof plain === 'string') {
    if (plain === encrypted) return;
    redactor.add(plain);
    if (/^[A-Za-z0-9+/]+={0,2}$/.test(plain)) redactor.add(Buffer.from(plain, 'base64').toString());
    return;
  }
  if (plain === null || typeof plain !== 'object') return;
  const other = (encrypted ?? {}) as JsonObject;
  for (const [key, value] of Object.entries(plain)) remember(value, other[key], redactor);
}

function identity({ metadata }: KubeObject): string {
  return `'${metadata.namespace ?? ''}/${metadata.name}'`;
}

function failure(thrown: unknown, object: KubeObject, what: string): unknown {
  if (!(thrown instanceof SopsError)) return thrown;
  const why = `failed to decrypt and format ${what}: ${thrown.message}`;
  const message = `decryption failed for '${kindText(object)}/${object.metadata.name}': ${why}`;
  return new SopsError(thrown.reason, message, { cause: thrown });
}

/** As kustomize prints a kind: `Deployment.v1.apps`, `Secret.v1.[noGrp]`. */
function kindText({ apiVersion, kind }: KubeObject): string {
  const [group, version] = apiVersion.includes('/') ? apiVersion.split('/') : ['[noGrp]', apiVersion];
  return `${kind}.${version}.${group}`;
}
