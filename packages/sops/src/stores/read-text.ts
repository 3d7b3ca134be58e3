import { causedBy } from '../sops-error.ts';

/** The text of a file. Throws SopsError when it is not UTF-8. */
export function readText(data: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(data);
  } catch (cause) {
    throw causedBy(cause, 'Malformed', 'the file is not UTF-8');
  }
}
