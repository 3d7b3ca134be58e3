import { type BackgroundCommand, startCommand } from '../processes/background-command.ts';
import { bareEnvironment } from '../processes/bare-environment.ts';
import { type CommandResult, runCommand } from '../processes/run-command.ts';
import { installWithApt } from './apt-package.ts';

/** Words of a command: as one text where no word holds a space. */
export type Words = string | readonly string[];

/** The real kubectl, with a kubeconfig and without any other setting of this machine. */
export interface Kubectl {
  /** Runs to the end and resolves to standard output. Rejects with standard error when the exit code is not 0. */
  run(words: Words, input?: string): Promise<string>;
  /** Runs what has to fail and resolves to standard error. */
  fail(words: Words, input?: string): Promise<string>;
  /** Runs to the end, whatever that is. */
  try(words: Words, input?: string): Promise<CommandResult>;
  /** What a path of an object holds, such as `.status.phase`, as kubectl's JSONPath prints it. */
  field(words: Words, path: string): Promise<string>;
  /** Starts what does not end by itself, such as a watch. */
  start(words: Words): BackgroundCommand;
}

/** kubectl with the kubeconfig and the home that the functions name when a command runs. */
export function createKubectl(place: () => { readonly kubeconfig: string; readonly home: string }): Kubectl {
  const environment = (): Record<string, string> => {
    const { kubeconfig, home } = place();
    return { ...bareEnvironment(home), KUBECONFIG: kubeconfig };
  };
  const attempt = (words: Words, input?: string) =>
    runCommand('kubectl', split(words), { environment: environment(), input });
  const run = async (words: Words, input?: string): Promise<string> => {
    const { code, out, err } = await attempt(words, input);
    if (code !== 0) throw new Error(`kubectl ${split(words).join(' ')} ended with ${code}: ${err}${out}`);
    return out;
  };
  return {
    run,
    try: attempt,
    async fail(words, input) {
      const { code, out, err } = await attempt(words, input);
      if (code === 0) throw new Error(`kubectl ${split(words).join(' ')} succeeded: ${out}`);
      return err;
    },
    field: (words, path) => run([...split(words), '-o', `jsonpath={${path}}`]),
    start: (words) => startCommand('kubectl', split(words), { environment: environment() }),
  };
}

function split(words: Words): readonly string[] {
  return typeof words === 'string' ? words.split(' ') : words;
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
