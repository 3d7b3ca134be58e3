import { CliError } from '../../program/cli-error.ts';

/** A git address whose scheme is known. */
export interface GitUrl {
  readonly text: string;
  readonly scheme: string;
  /** With the port, when it names one. */
  readonly host: string;
}

/** Reads `--url`. Throws CliError when it is missing, is none, or has another scheme. */
export function parseGitUrl(text: string | undefined, schemes: readonly string[]): GitUrl {
  if (text === undefined || text === '') throw new CliError('url is required');
  const { scheme, host } = split(text);
  if (schemes.includes(scheme)) return { text, scheme, host };
  const scp = /^[^/]+@[^/:]+:[^/]/.test(text)
    ? [`write it as ssh://${text.replace(':', '/')}`]
    : ['write it as https://host/path or ssh://git@host/path'];
  throw new CliError(`git URL scheme '${scheme}' not supported, can be: ssh, http and https`, { hints: scp });
}

function split(text: string): { readonly scheme: string; readonly host: string } {
  if (!text.includes('://')) return { scheme: '', host: '' };
  try {
    const { protocol, host } = new URL(text);
    return { scheme: protocol.replace(/:$/, ''), host };
  } catch (cause) {
    throw new CliError(`git URL parse failed: ${cause instanceof Error ? cause.message : String(cause)}`, { cause });
  }
}
