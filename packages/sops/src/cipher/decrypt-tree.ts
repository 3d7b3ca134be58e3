import type { EncryptionRule } from '../metadata/encryption-rule.ts';
import type { SopsMetadata } from '../metadata/sops-metadata.ts';
import { SopsError } from '../sops-error.ts';
import {
  isComment,
  isList,
  isMap,
  type SopsComment,
  type SopsEntry,
  type SopsLeaf,
  type SopsList,
  type SopsMap,
  type SopsValue,
} from '../tree/sops-tree.ts';
import { decryptValue, isEncryptedText } from './encrypted-value.ts';
import { Mac } from './mac.ts';

export interface DecryptedDocuments {
  readonly documents: readonly SopsMap[];
  /** Message authentication code of what was read. */
  readonly mac: string;
}

/**
 * Decrypts the documents of a file, whose metadata is taken out already. Throws SopsError when a value that the metadata says to
 * be encrypted is not, or was changed or moved.
 */
export function decryptTree(
  documents: readonly SopsMap[],
  metadata: SopsMetadata,
  key: Uint8Array,
): DecryptedDocuments {
  const walker = new Decryption(metadata, key);
  const decrypted = documents.map((document) => walker.map(document, [], []));
  return { documents: decrypted, mac: walker.mac.digest() };
}

/** Comments above a value, per level from the outermost inwards. */
type CommentStack = readonly (readonly string[])[];

class Decryption {
  readonly mac: Mac;
  readonly #rule: EncryptionRule;
  readonly #onlyEncrypted: boolean;
  readonly #key: Uint8Array;

  constructor({ macOnlyEncrypted, rule }: SopsMetadata, key: Uint8Array) {
    this.mac = new Mac(macOnlyEncrypted);
    this.#rule = rule;
    this.#onlyEncrypted = macOnlyEncrypted;
    this.#key = key;
  }

  map({ entries }: SopsMap, path: readonly string[], outer: CommentStack): SopsMap {
    let comments: readonly string[] = [];
    const decrypted = entries.map((entry): SopsEntry | SopsComment => {
      if (isComment(entry)) {
        comments = [...comments, entry.text];
        return this.#comment(entry, path, [...outer, comments]);
      }
      const value = this.#value(entry.value, [...path, entry.key], [...outer, comments]);
      comments = [];
      // A comment in the place of a value has no meaning outside of lists.
      return { kind: 'entry', key: entry.key, value: isComment(value) ? null : value };
    });
    return { kind: 'map', entries: decrypted };
  }

  /** Flux and SOPS: items have the path of their list. */
  #list({ items }: SopsList, path: readonly string[], outer: CommentStack): SopsList {
    let comments: readonly string[] = [];
    const decrypted = items.map((item) => {
      if (isComment(item)) {
        comments = [...comments, item.text];
        return this.#comment(item, path, [...outer, comments]);
      }
      const value = this.#value(item, path, [...outer, comments]);
      comments = [];
      return value;
    });
    return { kind: 'list', items: decrypted };
  }

  #value(value: SopsValue, path: readonly string[], comments: CommentStack): SopsValue | SopsComment {
    if (value === null) return null;
    if (isMap(value)) return this.map(value, path, comments);
    if (isList(value)) return this.#list(value, path, comments);
    return this.#leaf(value as SopsLeaf, path, comments);
  }

  #leaf(leaf: SopsLeaf, path: readonly string[], comments: CommentStack): SopsLeaf | SopsComment {
    const isEncrypted = this.#rule.isEncrypted(path, comments, false);
    const plain = isEncrypted ? this.#decrypt(leaf, path) : leaf;
    // An encrypted comment in a list reads as an item; comments do not count.
    if ((isEncrypted || !this.#onlyEncrypted) && !isComment(plain)) this.mac.add(plain);
    return plain;
  }

  #decrypt(leaf: SopsLeaf, path: readonly string[]): SopsLeaf | SopsComment {
    if (typeof leaf === 'string') return decryptValue(leaf, this.#key, additionalData(path));
    throw new SopsError('Malformed', `${path.join(':')}: Expected encrypted value as string, but got another type`);
  }

  /** Which level a comment belongs to is up to who read the file, so that the levels around are tried too. Comments carry no weight. */
  #comment(comment: SopsComment, path: readonly string[], comments: CommentStack): SopsComment {
    if (!isEncryptedText(comment.text) || !this.#rule.isEncrypted(path, comments, true)) return comment;
    for (let length = path.length; length >= 0; length -= 1) {
      const text = this.#commentText(comment.text, path.slice(0, length));
      if (text !== undefined) return { ...comment, text };
    }
    return comment;
  }

  #commentText(text: string, path: readonly string[]): string | undefined {
    try {
      const plain = decryptValue(text, this.#key, additionalData(path));
      if (isComment(plain)) return plain.text;
      return typeof plain === 'string' ? plain : undefined;
    } catch (thrown) {
      if (thrown instanceof SopsError) return undefined;
      throw thrown;
    }
  }
}

function additionalData(path: readonly string[]): string {
  return `${path.join(':')}:`;
}
