import { bareEnvironment, runCommand } from '@flux19/processes';
import { installWithApt } from './apt-package.ts';
import { type CommandLine, createCommandLine, type Place, split, type Words } from './command-line.ts';

/** The real kubectl. */
export interface Kubectl extends CommandLine {
  /** What a path of an object holds, such as `.status.phase`, as kubectl's JSONPath prints it. */
  field(words: Words, path: string): Promise<string>;
}

/** kubectl with the kubeconfig and the home that the function names when a command runs. */
export function createKubectl(place: Place): Kubectl {
  const commands = createCommandLine(['kubectl'], place);
  return {
    ...commands,
    field: (words, path) => commands.run([...split(words), '-o', `jsonpath={${path}}`]),
  };
}

const neededMinor = 32;

function isRecent(version: string): boolean {
  const [, major = 0, minor = 0] = (/(\d+)\.(\d+)/.exec(version) ?? []).map(Number);
  return major > 1 || (major === 1 && minor >= neededMinor);
}

/** Why the tests with kubectl cannot run here; false when they can. Installs kubectl where the distribution has a recent one. */
export async function whyNoKubectl(): Promise<string | false> {
  const version = async () =>
    (await runCommand('kubectl', ['version', '--client'], { environment: bareEnvironment('/') }).catch(() => undefined))
      ?.out;
  const found = await version();
  if (found !== undefined && isRecent(found)) return false;
  const failure = await installWithApt('kubernetes-client', isRecent);
  if (failure === undefined && isRecent((await version()) ?? '')) return false;
  return `skipped: needs kubectl 1.${neededMinor} or newer; ${failure ?? 'the installed one is older'}`;
}
