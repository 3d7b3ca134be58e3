import { type Command, Option } from 'commander';
import type { CliContext } from '../../program/cli-context.ts';
import type { GlobalOptions } from '../../program/global-options.ts';
import { portNumber } from '../../program/port-number.ts';
import { type ClusterFlags, runClusterCommand } from '../../system/cluster-command.ts';
import { advanceClock, restoreSnapshot, saveSnapshot } from './cluster-state.ts';

/** As kube-apiserver's flag of this name. */
function authorizationMode(): Option {
  const text = 'RBAC enforces roles and bindings; AlwaysAllow lets whoever has a token do everything';
  return new Option('--authorization-mode <mode>', text).choices(['RBAC', 'AlwaysAllow']).default('RBAC');
}

/** `flux19 cluster`, and what can be done to a cluster that runs. */
export function addClusterVerb(program: Command, context: CliContext): void {
  const cluster = program
    .command('cluster')
    .description('Run only the embedded Kubernetes API server and its workload controllers')
    .usage('[flags] [-- command [args...]]')
    .argument('[command...]', 'a program to run with KUBECONFIG set; the cluster ends when it does, with its exit code')
    .option('--port <number>', 'port of the Kubernetes API; any free one when not given', portNumber)
    .option('--data <dir>', 'keep the cluster in this folder across restarts')
    .option('--snapshot <file>', 'start from this state')
    .option('--save-snapshot <file>', 'write the state to this file in the end')
    .option('--manifests <file>', 'create these objects before anything else')
    .option('--faults <file>', 'rules for what goes wrong on purpose')
    .option('--manual-clock', 'let time stand still but for `flux19 cluster clock advance`')
    .addOption(authorizationMode())
    .option('--kubernetes-version <version>', 'what the API server says its version is')
    .option('-o, --output <format>', 'json prints the addresses as one line of JSON on standard output')
    .action((words: readonly string[], _: unknown, command: Command) =>
      runClusterCommand(command.optsWithGlobals<ClusterFlags & GlobalOptions>(), context, words),
    );
  const snapshot = cluster.command('snapshot').description('Keep the state of a running cluster, or bring it back');
  snapshot
    .command('save <file>')
    .description('Write the state of a running cluster to a file')
    .action((file: string, _: unknown, command: Command) => saveSnapshot(file, command.optsWithGlobals(), context));
  snapshot
    .command('restore <file>')
    .description('Bring a running cluster back to the state of a file')
    .action((file: string, _: unknown, command: Command) => restoreSnapshot(file, command.optsWithGlobals(), context));
  cluster
    .command('clock')
    .description('Move the time of a cluster that runs with --manual-clock')
    .command('advance <duration>')
    .description('Move the time on, and wait until everything that was due is done')
    .action((text: string, _: unknown, command: Command) => advanceClock(text, command.optsWithGlobals(), context));
}
