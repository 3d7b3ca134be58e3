import { GitError } from '../git-error.ts';
import type { GitCommit, GitPerson, GitTag } from './commit.ts';
import type { GitObject } from './object-parser.ts';

/** A header of a commit or tag, with the bytes it covers. */
interface Header {
  readonly key: string;
  /** Lines of a long value are joined without the space that marks them. */
  readonly value: string;
  readonly start: number;
  readonly end: number;
}

const newline = 0x0a;
const space = 0x20;

/** Reads a commit. The payload is the object without its `gpgsig` headers, byte for byte: that is what was signed. */
export function parseCommit(object: GitObject): GitCommit {
  const { headers, messageStart } = readHeaders(object.content);
  const value = (key: string): string => headers.find((header) => header.key === key)?.value ?? '';
  const signatures = headers.filter(({ key }) => key === 'gpgsig' || key === 'gpgsig-sha256');
  return {
    hash: object.hash,
    tree: value('tree'),
    parents: headers.filter(({ key }) => key === 'parent').map((header) => header.value),
    author: parsePerson(value('author')),
    committer: parsePerson(value('committer')),
    message: object.content.toString('utf8', messageStart),
    signature: value('gpgsig'),
    payload: without(object.content, signatures),
  };
}

const tagSignature = /^-----BEGIN (?:PGP SIGNATURE|PGP MESSAGE|SSH SIGNATURE|SIGNED MESSAGE)-----/m;

/** Reads an annotated tag, whose signature is the end of its message. */
export function parseTag(object: GitObject): GitTag {
  const { headers, messageStart } = readHeaders(object.content);
  const value = (key: string): string => headers.find((header) => header.key === key)?.value ?? '';
  // Latin-1 keeps one character a byte, so that the position found is one of bytes.
  const at = tagSignature.exec(object.content.toString('latin1', messageStart))?.index;
  const end = at === undefined ? object.content.length : messageStart + at;
  const tagger = value('tagger');
  return {
    hash: object.hash,
    object: value('object'),
    name: value('tag'),
    message: object.content.toString('utf8', messageStart, end),
    signature: object.content.toString('utf8', end),
    payload: object.content.subarray(0, end),
    ...(tagger === '' ? {} : { tagger: parsePerson(tagger) }),
  };
}

function readHeaders(content: Buffer): { readonly headers: readonly Header[]; readonly messageStart: number } {
  const headers: Header[] = [];
  let start = 0;
  while (start < content.length && content[start] !== newline) {
    const end = headerEnd(content, start);
    const text = content.toString('utf8', start, end - 1);
    const gap = text.indexOf(' ');
    if (gap < 0) throw new GitError('InvalidObject', 'a commit or tag has a header without value');
    headers.push({ key: text.slice(0, gap), value: text.slice(gap + 1).replaceAll('\n ', '\n'), start, end });
    start = end;
  }
  return { headers, messageStart: Math.min(start + 1, content.length) };
}

/** Behind the newline that ends a header: lines that begin with a space continue it. */
function headerEnd(content: Buffer, start: number): number {
  let end = start;
  do {
    const next = content.indexOf(newline, end);
    if (next < 0) return content.length + 1;
    end = next + 1;
  } while (content[end] === space);
  return end;
}

function without(content: Buffer, headers: readonly Header[]): Uint8Array {
  const kept: Buffer[] = [];
  let from = 0;
  for (const header of headers) {
    kept.push(content.subarray(from, header.start));
    from = header.end;
  }
  kept.push(content.subarray(from));
  return Buffer.concat(kept);
}

function parsePerson(text: string): GitPerson {
  const [, name = '', email = '', seconds = '0'] = /^(.*?) ?<([^>]*)> (-?\d+)/.exec(text) ?? [];
  return { name, email, when: Number(seconds) * 1000 };
}
