const environment = { PATH: process.env['PATH'] ?? '', DEBIAN_FRONTEND: 'noninteractive' };

import { runCommand } from '@flux19/processes';

/**
 * Installs a package of the distribution where that is possible without asking: with apt, and as root.
 * Resolves to why it was not installed; to undefined when it is there.
 */
export async function installWithApt(
  name: string,
  isWanted: (version: string) => boolean = () => true,
): Promise<string | undefined> {
  if (process.getuid?.() !== 0) return `${name} is installed only where the tests run as root`;
  const policy = await runCommand('apt-cache', ['policy', name], { environment }).catch(() => undefined);
  const [, candidate = ''] = /Candidate: (\S+)/.exec(policy?.out ?? '') ?? [];
  if (!/^\d/.test(candidate)) return `the distribution has no package ${name}`;
  if (!isWanted(candidate)) return `the distribution's ${name} is ${candidate}`;
  const args = ['install', '-y', '--no-install-recommends', '-o', 'DPkg::Lock::Timeout=60', name];
  const { code, err } = await runCommand('apt-get', args, { environment, timeoutMs: 120_000 });
  return code === 0 ? undefined : `apt-get install ${name} failed: ${err.trim().split('\n').at(-1)}`;
}
