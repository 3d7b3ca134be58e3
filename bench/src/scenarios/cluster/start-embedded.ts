import { readFileSync } from 'node:fs';
import type { MeasuredServer } from './measured-server.ts';
import { firstLine, ServerProcesses } from './server-processes.ts';

/** The flags that the launcher gives to what stays up; with them it starts no process of its own. */
const nodeFlags = ['--disable-warning=ExperimentalWarning', '--max-semi-space-size=4'];

/** Starts `flux19 cluster`, given the path of flux19, in a process of its own. */
export async function startEmbedded(flux19: string): Promise<MeasuredServer> {
  const began = performance.now();
  const processes = new ServerProcesses();
  try {
    const child = processes.start(process.execPath, [...nodeFlags, flux19, 'cluster', '--port', '0', '-o', 'json']);
    const told = JSON.parse(await firstLine(child.stdout)) as { server: string; kubeconfig: string };
    const readyMs = performance.now() - began;
    const token = /token: (\S+)/.exec(readFileSync(told.kubeconfig, 'utf8'))?.[1] ?? '';
    return { url: told.server, token, readyMs, pids: processes.pids, stop: () => processes.stop() };
  } catch (failure) {
    await processes.stop();
    throw failure;
  }
}
