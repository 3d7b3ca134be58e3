/** Words of a command: as one text where no word holds a space. */
export type Words = string | readonly string[];

import {
  type BackgroundCommand,
  bareEnvironment,
  type CommandResult,
  runCommand,
  startCommand,
} from '@flux19/processes';

/** A program that speaks to a cluster, with a kubeconfig and without any other setting of this machine. */
export interface CommandLine {
  /** Runs to the end and resolves to standard output. Rejects with standard error when the exit code is not 0. */
  run(words: Words, input?: string): Promise<string>;
  /** Runs what has to fail and resolves to standard error. */
  fail(words: Words, input?: string): Promise<string>;
  /** Runs to the end, whatever that is. */
  try(words: Words, input?: string): Promise<CommandResult>;
  /** Starts what does not end by itself, such as a watch. */
  start(words: Words): BackgroundCommand;
}

/** Where a program finds the cluster and keeps its own files. Asked for each time that a command runs. */
export type Place = () => { readonly kubeconfig: string; readonly home: string };

/** A program with arguments that go before all others. */
export function createCommandLine(program: readonly [string, ...string[]], place: Place): CommandLine {
  const [file, ...first] = program;
  const environment = (): Record<string, string> => {
    const { kubeconfig, home } = place();
    return { ...bareEnvironment(home), KUBECONFIG: kubeconfig };
  };
  const attempt = (words: Words, input?: string) =>
    runCommand(file, [...first, ...split(words)], { environment: environment(), input });
  const told = (words: Words, { code, out, err }: CommandResult): Error =>
    new Error(`${file.split('/').at(-1)} ${split(words).join(' ')} ended with ${code}: ${err}${out}`);
  return {
    try: attempt,
    start: (words) => startCommand(file, [...first, ...split(words)], { environment: environment() }),
    async run(words, input) {
      const result = await attempt(words, input);
      if (result.code !== 0) throw told(words, result);
      return result.out;
    },
    async fail(words, input) {
      const result = await attempt(words, input);
      if (result.code === 0) throw told(words, result);
      return result.err;
    },
  };
}

/** The words of a command, one by one. */
export function split(words: Words): readonly string[] {
  return typeof words === 'string' ? words.split(' ').filter((word) => word !== '') : words;
}
