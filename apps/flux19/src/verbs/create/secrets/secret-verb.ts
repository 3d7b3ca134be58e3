import type { KubeObject } from '@flux19/objects';
import { printYaml } from '@flux19/yaml';
import type { Command } from 'commander';
import { upsertSecret } from '../../../cluster/upsert-object.ts';
import type { CliContext } from '../../../program/cli-context.ts';
import { deadline } from '../../../program/deadline.ts';
import { type CreateOptions, parseLabels, requireName } from '../create-options.ts';

/** What a Secret holds besides its name. */
export interface SecretContent {
  readonly entries: Readonly<Record<string, string>>;
  readonly type?: string;
  readonly annotations?: Readonly<Record<string, string>>;
}

/** One kind of Secret that Flux reads. */
export interface SecretVerb<Options extends CreateOptions> {
  readonly word: string;
  /** How the last sentence calls it. */
  readonly title: string;
  readonly description: string;
  addOptions(command: Command): void;
  /** Throws CliError when the flags do not fit. */
  build(name: string, options: Options, context: CliContext): SecretContent;
}

/** Adds `create secret WORD NAME`. */
export function addSecretVerb<Options extends CreateOptions>(
  parent: Command,
  verb: SecretVerb<Options>,
  context: CliContext,
): void {
  const command = parent.command(verb.word).description(verb.description).argument('[name]');
  verb.addOptions(command);
  command.action(async (name: string | undefined, _: unknown, self: Command) => {
    await create(requireName(name), verb, self.optsWithGlobals<Options>(), context);
  });
}

async function create<Options extends CreateOptions>(
  name: string,
  verb: SecretVerb<Options>,
  options: Options,
  context: CliContext,
): Promise<void> {
  const secret = secretOf(name, options, verb.build(name, options, context));
  if (options.export === true) {
    // Flux: a Secret ends with an empty line, unlike the other kinds.
    context.terminal.out(`---\n${printYaml(secret)}\n`);
    return;
  }
  await upsertSecret(context.connect(options), secret, deadline(context, options));
  context.progress.action(`${verb.title} secret '${name}' created in '${options.namespace}' namespace`);
}

function secretOf(name: string, options: CreateOptions, { entries, type, annotations }: SecretContent): KubeObject {
  const labels = parseLabels(options);
  return {
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: {
      name,
      namespace: options.namespace,
      ...(Object.keys(labels).length > 0 ? { labels } : {}),
      ...(annotations === undefined ? {} : { annotations: { ...annotations } }),
    },
    stringData: { ...entries },
    ...(type === undefined ? {} : { type }),
  };
}
