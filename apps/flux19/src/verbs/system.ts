import type { Command } from 'commander';
import type { CliContext } from '../program/cli-context.ts';
import type { GlobalOptions } from '../program/global-options.ts';
import { runClusterCommand } from '../system/cluster-command.ts';
import { addControllerFlags } from '../system/controller-flags.ts';
import { runControllersCommand } from '../system/run-command.ts';
import { runUpCommand, type UpFlags } from '../system/up-command.ts';

/** `flux19 up`, `cluster` and `run`: the programs that stay in the foreground. */
export function addSystemVerbs(program: Command, context: CliContext): void {
  addControllerFlags(program.command('up'))
    .description('Run an embedded cluster, the controllers and a git server in the foreground')
    .option('--port <number>', 'port of the Kubernetes API; any free one when not given', portNumber)
    .option('--data <dir>', 'keep everything in this folder across restarts')
    .option('--repo <url|path>', 'follow this GitOps repository: an address, or a folder on this machine')
    .option('--branch <name>', 'branch to follow; that which is checked out, or main, when not given')
    .option('--path <dir>', 'folder of the cluster inside the repository', './')
    .option(
      '--run-images',
      'run Pods as processes of this machine when their images are in the registry of this process',
    )
    .option('-o, --output <format>', 'json prints the addresses as one line of JSON on standard output')
    .action((_: unknown, command: Command) =>
      runUpCommand(command.optsWithGlobals<UpFlags & GlobalOptions>(), context),
    );
  program
    .command('cluster')
    .description('Run only the embedded Kubernetes API server and its workload controllers in the foreground')
    .option('--port <number>', 'port of the Kubernetes API; any free one when not given', portNumber)
    .option('--data <dir>', 'keep the cluster in this folder across restarts')
    .option('-o, --output <format>', 'json prints the addresses as one line of JSON on standard output')
    .action((_: unknown, command: Command) => runClusterCommand(command.optsWithGlobals(), context));
  addControllerFlags(program.command('run'))
    .description('Run only the controllers against the cluster of a kubeconfig, in the foreground')
    .option('--data <dir>', 'folder for artifacts and fetched repositories')
    .option('--leader-elect', 'let only one of several processes work, by a Lease')
    .option('-o, --output <format>', 'json prints the addresses as one line of JSON on standard output')
    .action((_: unknown, command: Command) => runControllersCommand(command.optsWithGlobals(), context));
}

function portNumber(text: string): number {
  const port = Number(text);
  if (Number.isInteger(port) && port >= 0 && port < 65_536) return port;
  throw new Error(`'${text}' is not a port number: choose one from 1 to 65535`);
}
