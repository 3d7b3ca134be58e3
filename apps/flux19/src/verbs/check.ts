import { parseSemver, parseSemverRange } from '@flux19/expressions';
import { addressOf, ConnectionError, type KubeClient } from '@flux19/kube';
import { computeStatus, type KubeObject } from '@flux19/objects';
import type { Command } from 'commander';
import { awaitObject } from '../cluster/await-object.ts';
import { imagesOf, partOfFlux, readControllers, readInstallation } from '../cluster/installation.ts';
import { newsOn } from '../cluster/news-teller.ts';
import type { CliContext } from '../program/cli-context.ts';
import { CliError } from '../program/cli-error.ts';
import { deadline } from '../program/deadline.ts';
import type { GlobalOptions } from '../program/global-options.ts';
import { collectList, parseDuration } from '../program/option-parsers.ts';

/** The versions of Kubernetes that Flux supports. */
const kubernetesRange = '>=1.33.0-0';

interface CheckFlags extends GlobalOptions {
  readonly pre?: boolean;
}

/** `flux19 check`: is the cluster new enough, and does everything of Flux in it run? */
export function addCheckVerb(program: Command, context: CliContext): void {
  program
    .command('check')
    .description('Check requirements and installation')
    .option('--pre', 'only run pre-installation checks')
    .option('--components <names>', 'taken for the sake of flux; whatever is installed is checked', collectList)
    .option('--components-extra <names>', 'taken for the sake of flux, as --components', collectList)
    .option(
      '--poll-interval <duration>',
      'taken for the sake of flux; changes are watched',
      parseDuration('poll-interval'),
    )
    .action(async (_: unknown, self: Command) => {
      await check(self.optsWithGlobals<CheckFlags>(), context);
    });
}

async function check(options: CheckFlags, context: CliContext): Promise<void> {
  const { progress } = context;
  progress.action('checking prerequisites');
  const client = context.connect(options);
  const checker = new Checker(client, context, options.timeout, deadline(context, options));
  const isPrepared = await checker.kubernetes();
  if (options.pre === true) {
    if (!isPrepared) throw new CliError('prerequisites checks failed');
    progress.success('prerequisites checks passed');
    return;
  }
  progress.action('checking version in cluster');
  const isInstalled = await checker.installation();
  progress.action('checking controllers');
  const isRunning = await checker.controllers(options.namespace);
  progress.action('checking crds');
  const hasKinds = await checker.kinds();
  if (!(isPrepared && isInstalled && isRunning && hasKinds)) throw new CliError('check failed');
  progress.success('all checks passed');
}

/** The single checks: each tells what it found and answers whether that is good. */
class Checker {
  readonly #client: KubeClient;
  readonly #context: CliContext;
  readonly #timeoutMs: number;
  readonly #signal: AbortSignal;

  constructor(client: KubeClient, context: CliContext, timeoutMs: number, signal: AbortSignal) {
    this.#client = client;
    this.#context = context;
    this.#timeoutMs = timeoutMs;
    this.#signal = signal;
  }

  async kubernetes(): Promise<boolean> {
    const answer = await this.#client.request('/version', {}, this.#signal);
    const { gitVersion = '' } = answer.ok ? ((await answer.json()) as { readonly gitVersion?: string }) : {};
    const version = parseVersion(gitVersion);
    if (version === undefined) return this.#fail("Kubernetes version can't be determined");
    if (!parseSemverRange(kubernetesRange).matches(version)) {
      return this.#fail(`Kubernetes version ${gitVersion} does not match ${kubernetesRange}`);
    }
    this.#context.progress.success(`Kubernetes ${version} ${kubernetesRange}`);
    return true;
  }

  async installation(): Promise<boolean> {
    try {
      const { distribution, isBootstrapped } = await readInstallation(this.#client, this.#signal);
      if (distribution !== '') this.#context.progress.success(`distribution: ${distribution}`);
      this.#context.progress.success(`bootstrapped: ${isBootstrapped}`);
      return true;
    } catch (thrown) {
      if (this.#signal.aborted || thrown instanceof ConnectionError || !(thrown instanceof Error)) throw thrown;
      return this.#fail(`checking failed: ${thrown.message}`);
    }
  }

  async controllers(namespace: string): Promise<boolean> {
    const deployments = await readControllers(this.#client, namespace, this.#signal);
    if (deployments.length === 0) {
      return this.#fail(`no controllers found in the '${namespace}' namespace with the label selector '${partOfFlux}'`);
    }
    const results = await Promise.all(deployments.map((deployment) => this.#ready(deployment)));
    return results.every(Boolean);
  }

  async kinds(): Promise<boolean> {
    const resource = { apiVersion: 'apiextensions.k8s.io/v1', kind: 'CustomResourceDefinition' };
    const { items } = await this.#client.list(resource, { labelSelector: partOfFlux }, this.#signal);
    if (items.length === 0) return this.#fail(`no crds found with the label selector '${partOfFlux}'`);
    return items.map((definition) => this.#definition(definition)).every(Boolean);
  }

  /** Waits until a controller runs, as long as `--timeout` allows. */
  async #ready(deployment: KubeObject): Promise<boolean> {
    const { clock, progress, terminal } = this.#context;
    const { name } = deployment.metadata;
    const tell = newsOn(terminal);
    try {
      await awaitObject(
        {
          client: this.#client,
          clock,
          address: addressOf(deployment),
          timeoutMs: this.#timeoutMs,
          isDone: (object) => computeStatus(object).status === 'Current',
          tell: () => tell(`waiting for ${name}`),
        },
        this.#signal,
      );
      progress.success(`${name}: deployment ready`);
    } catch (thrown) {
      if (this.#context.signal.aborted || !(thrown instanceof CliError)) throw thrown;
      return this.#fail(`${name}: ${computeStatus(deployment).message}`);
    }
    for (const image of imagesOf(deployment)) progress.action(image);
    return true;
  }

  #definition({ metadata, ...definition }: KubeObject): boolean {
    const { storedVersions = [] } = (definition['status'] ?? {}) as { readonly storedVersions?: readonly string[] };
    const stored = storedVersions.at(-1);
    if (stored === undefined) return this.#fail(`no stored versions for ${metadata.name}`);
    this.#context.progress.success(`${metadata.name}/${stored}`);
    return true;
  }

  #fail(text: string): false {
    this.#context.progress.failure(text);
    return false;
  }
}

/** `v1.37.2+flux19` is 1.37.2+flux19; undefined for what is no version. */
function parseVersion(text: string): string | undefined {
  const version = text.replace(/^v/, '');
  try {
    parseSemver(version);
    return version;
  } catch {
    return undefined;
  }
}
