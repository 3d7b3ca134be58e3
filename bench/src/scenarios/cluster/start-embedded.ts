import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { MeasuredServer } from './measured-server.ts';
import { firstLine, ServerProcesses } from './server-processes.ts';

/** The program itself, without the launcher; with the flags for memory that the launcher gives to what stays up. */
const program = fileURLToPath(new URL('main.ts', import.meta.resolve('flux19')));
const nodeArguments = ['--disable-warning=ExperimentalWarning', '--max-semi-space-size=4', program];

/** Starts `flux19 cluster` in a process of its own. */
export async function startEmbedded(): Promise<MeasuredServer> {
  const began = performance.now();
  const processes = new ServerProcesses();
  try {
    const child = processes.start(process.execPath, [...nodeArguments, 'cluster', '--port', '0', '-o', 'json']);
    const told = JSON.parse(await firstLine(child.stdout)) as { server: string; kubeconfig: string };
    const readyMs = performance.now() - began;
    const token = /token: (\S+)/.exec(readFileSync(told.kubeconfig, 'utf8'))?.[1] ?? '';
    return { url: told.server, token, readyMs, pids: processes.pids, stop: () => processes.stop() };
  } catch (failure) {
    await processes.stop();
    throw failure;
  }
}
