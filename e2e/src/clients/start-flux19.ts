import { fileURLToPath } from 'node:url';
import { type BackgroundCommand, bareEnvironment, startCommand } from '@flux19/processes';

/** Addresses that a started process tells, such as `server`, `kubeconfig` and `git`. */
type Addresses = Readonly<Record<string, string>>;

export interface Flux19Process {
  readonly command: BackgroundCommand;
  readonly addresses: Addresses;
  readonly kubeconfig: string;
}

/** The program itself: what `npx flux19` starts, without the launcher, so that a signal reaches it and nobody else. */
const flux19Program: string = fileURLToPath(new URL('main.ts', import.meta.resolve('flux19')));

/** Arguments before those of flux19 itself, for the Node that runs the tests. */
export const nodeArguments: readonly string[] = ['--disable-warning=ExperimentalWarning', flux19Program];

/** Starts `flux19 up` or `flux19 cluster`, on any free port if none is given, and resolves when it has told its addresses. */
export async function startFlux19(args: readonly string[], home: string, port = '0'): Promise<Flux19Process> {
  const command = startCommand(process.execPath, [...nodeArguments, ...args, '--port', port, '-o', 'json'], {
    environment: bareEnvironment(home),
  });
  try {
    const [line] = await command.outMatching(/^\{.*\}$/m, 30_000);
    const addresses = JSON.parse(line) as Addresses;
    return { command, addresses, kubeconfig: addresses['kubeconfig'] ?? '' };
  } catch (error) {
    await command.stop('SIGKILL');
    throw error;
  }
}
