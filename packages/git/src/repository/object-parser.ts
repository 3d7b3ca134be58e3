import { GitError } from '../git-error.ts';

/** An object as git stores it. */
export interface GitObject {
  readonly hash: string;
  readonly type: 'commit' | 'tree' | 'blob' | 'tag';
  readonly content: Buffer;
}

/** Called for each answer in the order of the questions; undefined: no such object. */
export type ObjectListener = (object: GitObject | undefined) => void;

interface ObjectHeader {
  readonly hash: string;
  readonly type: GitObject['type'];
  readonly size: number;
}

const newline = 0x0a;

/** Takes apart what `git cat-file --batch` writes, in whatever pieces it arrives. */
export class ObjectParser {
  readonly #listener: ObjectListener;
  readonly #maximumBytes: number;
  #buffered: Buffer[] = [];
  #bufferedBytes = 0;
  /** The object whose content is awaited. */
  #header: ObjectHeader | undefined;

  /** @param maximumBytes of one object; a larger one makes `push` throw `GitError` `TooLarge` */
  constructor(maximumBytes: number, listener: ObjectListener) {
    this.#maximumBytes = maximumBytes;
    this.#listener = listener;
  }

  push(chunk: Buffer): void {
    this.#buffered.push(chunk);
    this.#bufferedBytes += chunk.length;
    while (this.#header === undefined ? this.#takeHeader() : this.#takeContent(this.#header)) {
      // Each round takes one part; the loop ends when more bytes are needed.
    }
  }

  #takeHeader(): boolean {
    const bytes = this.#joined();
    const end = bytes.indexOf(newline);
    if (end < 0) return false;
    const line = bytes.toString('utf8', 0, end);
    this.#drop(end + 1);
    const [, hash = '', type = '', size = ''] = /^([0-9a-f]+) (commit|tree|blob|tag) (\d+)$/.exec(line) ?? [];
    if (hash === '') {
      this.#listener(undefined);
      return true;
    }
    if (Number(size) > this.#maximumBytes) {
      throw new GitError('TooLarge', `object ${hash} has ${size} bytes, more than the ${this.#maximumBytes} allowed`);
    }
    this.#header = { hash, type: type as GitObject['type'], size: Number(size) };
    return true;
  }

  #takeContent({ hash, type, size }: ObjectHeader): boolean {
    // The content is followed by a newline of its own.
    if (this.#bufferedBytes < size + 1) return false;
    const content = this.#joined().subarray(0, size);
    this.#drop(size + 1);
    this.#header = undefined;
    this.#listener({ hash, type, content });
    return true;
  }

  #joined(): Buffer {
    const [first, ...others] = this.#buffered;
    if (first !== undefined && others.length === 0) return first;
    const joined = Buffer.concat(this.#buffered, this.#bufferedBytes);
    this.#buffered = [joined];
    return joined;
  }

  #drop(bytes: number): void {
    this.#buffered = [this.#joined().subarray(bytes)];
    this.#bufferedBytes -= bytes;
  }
}
