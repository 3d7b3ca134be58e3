import type { CommitSigner } from '../signature/commit-signer.ts';
import type { CommitContent } from './git-publisher.ts';

/** The bytes of a commit, signed where somebody signs. Throws what the signer throws. */
export async function formatCommit(
  tree: string,
  parent: string,
  { author, when, message, sign }: Omit<CommitContent, 'changes'>,
): Promise<Uint8Array> {
  const person = `${plain(author.name)} <${plain(author.email)}> ${Math.floor(when / 1000)} +0000`;
  const head = `tree ${tree}\nparent ${parent}\nauthor ${person}\ncommitter ${person}\n`;
  const body = `\n${withoutNul(message)}`;
  const signature = sign === undefined ? '' : await signatureHeader(sign, Buffer.from(head + body), tree.length);
  return Buffer.from(head + signature + body);
}

/** Lines after the first begin with a space, as for every long header. SHA-256 repositories have a name of their own for it. */
async function signatureHeader(sign: CommitSigner, payload: Uint8Array, hashLength: number): Promise<string> {
  const signature = (await sign(payload)).replaceAll('\r', '').trimEnd();
  const key = hashLength === 64 ? 'gpgsig-sha256' : 'gpgsig';
  return `${key} ${signature.replaceAll('\n', '\n ')}\n`;
}

/** Without what would end the field. */
function plain(text: string): string {
  return text.replace(/[<>\n\0]/g, ' ').trim();
}

/** Git takes no commit with a NUL in it. */
function withoutNul(text: string): string {
  return text.replaceAll('\0', '');
}
