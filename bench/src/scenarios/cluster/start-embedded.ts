import { readFileSync } from 'node:fs';
import { bareEnvironment, startCommand } from '@flux19/processes';
import type { BundledFlux19 } from '../bundled-flux19.ts';
import type { MeasuredServer } from './measured-server.ts';

/** The flags that the launcher gives to what stays up; with them it starts no process of its own. */
const nodeFlags = ['--disable-warning=ExperimentalWarning', '--max-semi-space-size=4'];

/** Starts `flux19 cluster` in a process of its own, for the second time, as people do: the first leaves compiled code behind. */
export async function startEmbedded(flux19: BundledFlux19): Promise<MeasuredServer> {
  const first = await start(flux19);
  await first.stop();
  return await start(flux19);
}

async function start({ path, folder }: BundledFlux19): Promise<MeasuredServer> {
  const began = performance.now();
  const command = startCommand(process.execPath, [...nodeFlags, path, 'cluster', '--port', '0', '-o', 'json'], {
    environment: bareEnvironment(folder),
  });
  try {
    const [line] = await command.outMatching(/^\{.*\}$/m, 30_000);
    const readyMs = performance.now() - began;
    const told = JSON.parse(line) as { server: string; kubeconfig: string };
    const token = /token: (\S+)/.exec(readFileSync(told.kubeconfig, 'utf8'))?.[1] ?? '';
    return { url: told.server, token, readyMs, pids: [command.pid], stop: () => command.stop() };
  } catch (failure) {
    await command.stop('SIGKILL');
    throw failure;
  }
}
