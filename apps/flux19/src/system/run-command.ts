import { randomBytes } from 'node:crypto';
import { hostname } from 'node:os';
import { createMetrics } from '@flux19/runtime';
import type { CliContext } from '../program/cli-context.ts';
import type { GlobalOptions } from '../program/global-options.ts';
import { announce, commandLog, untilStopped } from './cluster-command.ts';
import type { ControllerFlags } from './controller-flags.ts';
import { controllerSettings } from './controller-settings.ts';
import { openDataFolder } from './data-folder.ts';
import { requestMetrics } from './request-metrics.ts';
import { startControllers } from './start-controllers.ts';

interface RunFlags extends GlobalOptions, ControllerFlags {
  readonly data?: string;
  readonly leaderElect?: boolean;
  readonly output?: string;
}

/** `flux19 run`: the controllers against any cluster, until the process is told to stop. */
export async function runControllersCommand(flags: RunFlags, context: CliContext): Promise<void> {
  const { clock, signal, environment, progress } = context;
  const counters = createMetrics();
  const count = requestMetrics(counters, () => client.server);
  const settings = controllerSettings(flags, flags.namespace);
  const { rateLimit } = settings;
  const client = context.connect(flags, { onAnswer: count, ...(rateLimit === undefined ? {} : { rateLimit }) });
  const data = openDataFolder(flags.data);
  const stop = new AbortController();
  try {
    progress.action(`connecting to ${client.server}`);
    const controllers = await startControllers(
      {
        client,
        metrics: counters,
        clock,
        data,
        log: commandLog({ ...flags, verbose: true }, data, context),
        namespace: flags.namespace,
        settings,
        searchPath: environment['PATH'] ?? '',
        environment,
        ...(flags.leaderElect === true ? { leaderIdentity: `${hostname()}_${randomBytes(4).toString('hex')}` } : {}),
      },
      stop.signal,
    );
    const { artifacts, metrics, events, receivers } = controllers;
    const addresses = { artifacts: artifacts.url, metrics: metrics.url, events: events.url, receivers: receivers.url };
    announce(addresses, flags, context);
    // Losing the lead ends the process as well: whoever started it starts it again.
    await Promise.race([untilStopped(signal), controllers.done]);
    stop.abort(new Error('the controllers are stopping'));
    await controllers.done;
  } finally {
    stop.abort(new Error('the controllers are stopping'));
    data.dispose();
  }
}
