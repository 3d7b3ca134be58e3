import type { Command } from 'commander';
import type { CliContext } from '../program/cli-context.ts';
import type { GlobalOptions } from '../program/global-options.ts';
import { portNumber } from '../program/port-number.ts';
import { addControllerFlags } from '../system/controller-flags.ts';
import { runControllersCommand } from '../system/run-command.ts';
import { runUpCommand, type UpFlags } from '../system/up-command.ts';

/** `flux19 up` and `run`: the programs that stay in the foreground. */
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
  addControllerFlags(program.command('run'))
    .description('Run only the controllers against the cluster of a kubeconfig, in the foreground')
    .option('--data <dir>', 'folder for artifacts and fetched repositories')
    .option('--leader-elect', 'let only one of several processes work, by a Lease')
    .option('-o, --output <format>', 'json prints the addresses as one line of JSON on standard output')
    .action((_: unknown, command: Command) => runControllersCommand(command.optsWithGlobals(), context));
}
