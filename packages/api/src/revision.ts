/** The parts of a revision such as `main@sha1:5394cb7f…`, `refs/heads/main@sha1:…`, `6.1.0@sha256:…` or `sha256:…`. */
export interface Revision {
  /** What stands before the `@`: branch, tag or full reference; empty when the revision is only a digest. */
  readonly name: string;
  /** `sha1` or `sha256`; empty when the revision has no digest, as that of a chart (`6.2.1`). */
  readonly algorithm: string;
  /** Hexadecimal; for a revision without digest the whole text. */
  readonly hash: string;
}

/** Reads a revision; knows the form `main/<hash>` that Flux wrote before 0.41. Never fails. */
export function parseRevision(text: string): Revision {
  const modern = modernRevision(text);
  const at = modern.lastIndexOf('@');
  const name = at < 0 ? '' : modern.slice(0, at);
  const digest = modern.slice(at + 1);
  const colon = digest.indexOf(':');
  if (colon < 0) return { name, algorithm: '', hash: digest };
  return { name, algorithm: digest.slice(0, colon), hash: digest.slice(colon + 1) };
}

/** Writes the revision of a commit: `main@sha1:…`, or `sha1:…` when it has no name. */
export function formatGitRevision(name: string, commit: string): string {
  const digest = `${commit.length === 64 ? 'sha256' : 'sha1'}:${commit}`;
  return name === '' ? digest : `${name}@${digest}`;
}

const longHash = /([0-9a-f]{8})[0-9a-f]{32,}/g;

/** Cuts the hash to eight characters, as the columns of the CLI show it: `main@sha1:5394cb7f`. */
export function shortRevision(text: string): string {
  return text.replace(longHash, '$1');
}

const legacy = /^(?:(.*)\/)?([0-9a-f]{40})$/;

/** Turns `main/<hash>` and a bare hash of 40 digits into `main@sha1:<hash>`; leaves everything else as it is. */
function modernRevision(text: string): string {
  const [, name = '', hash = ''] = legacy.exec(text) ?? [];
  if (hash === '') return text;
  return formatGitRevision(name === 'HEAD' ? '' : name, hash);
}
