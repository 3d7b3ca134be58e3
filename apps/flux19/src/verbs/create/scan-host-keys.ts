import { execFile } from 'node:child_process';
import { CliError } from '../../program/cli-error.ts';

const scanSeconds = 30;

/** Asks an SSH server for its keys; lines as in known_hosts. `host` may hold a port. Throws CliError. */
export async function scanHostKeys(host: string, signal: AbortSignal): Promise<string> {
  const { hostname, port } = new URL(`ssh://${host}`);
  const args = ['-T', String(scanSeconds), '-p', port === '' ? '22' : port, '--', hostname.replace(/^\[|\]$/g, '')];
  const lines = (await run('ssh-keyscan', args, signal)).split('\n').filter((line) => /^[^#\s]/.test(line));
  if (lines.length === 0) {
    throw new CliError(`SSH key scan for host ${host} failed, error: the server gave no key`, {
      hints: [`is it an SSH server? ssh-keyscan -p ${port === '' ? '22' : port} ${hostname}`],
    });
  }
  return lines.join('\n');
}

function run(program: string, args: readonly string[], signal: AbortSignal): Promise<string> {
  const { promise, resolve, reject } = Promise.withResolvers<string>();
  execFile(program, args, { signal, maxBuffer: 1 << 20 }, (error, out) => {
    if (error === null || out !== '') resolve(out);
    else if (signal.aborted) reject(signal.reason);
    else reject(new CliError(`SSH key scan failed, error: ${firstLine(error.message)}`, scanHints(error)));
  });
  return promise;
}

function scanHints(cause: Error): { readonly cause: Error; readonly hints: readonly string[] } {
  return { cause, hints: ['ssh-keyscan of OpenSSH has to be installed, and the host has to be reachable from here'] };
}

function firstLine(text: string): string {
  return text.split('\n')[0] ?? '';
}
