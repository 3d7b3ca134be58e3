import type { JsonObject, KubeObject } from '@flux19/objects';
import type { Command } from 'commander';
import { exporter, printExport } from '../../cluster/exported-object.ts';
import { type FluxKind, specOf, statusOf } from '../../kinds/flux-kind.ts';
import type { CliContext } from '../../program/cli-context.ts';
import { CliError } from '../../program/cli-error.ts';
import { applyAndAwait } from './apply-and-await.ts';
import { type CreateOptions, parseLabels, requireName } from './create-options.ts';
import { type CreateScene, createScene } from './create-scene.ts';

/** How one kind of Flux is created by flags. */
export interface KindVerb<Options extends CreateOptions> {
  readonly kind: FluxKind;
  readonly description: string;
  /** How sentences call it: `Bucket source`. */
  readonly title: string;
  /** What was created, where sentences call that otherwise: `source`. */
  readonly createdTitle?: string;
  /** Flux tells that it makes an object up, or it does not, or even before it prints it. */
  readonly generating: 'told' | 'told always' | 'untold';
  addOptions(command: Command): void;
  /** The spec that the flags describe. Throws CliError when they do not fit together. */
  spec(options: Options, scene: SpecScene): JsonObject;
  /** Stores credentials; answers the fields of the spec that name them. */
  credentials?(name: string, options: Options, scene: CreateScene): Promise<JsonObject | undefined>;
  /** Sentences about what it has become. Throws CliError when it is not what it should be. */
  success(after: KubeObject): readonly string[];
}

/** What a spec may depend on besides the values of flags. */
export interface SpecScene {
  readonly context: CliContext;
  /** True for a flag that stands in the line. */
  isGiven(option: string): boolean;
}

/** Adds the command of one kind below a group of `create`. */
export function addKindVerb<Options extends CreateOptions>(
  parent: Command,
  verb: KindVerb<Options>,
  context: CliContext,
): void {
  const { kind } = verb;
  const name = kind.words[1] ?? kind.words[0];
  const aliases = kind.aliases.filter((alias) => alias !== name);
  const command = parent.command(name).description(verb.description).aliases(aliases).argument('[name]');
  // Flux: these commands pass over further words.
  command.allowExcessArguments(true);
  verb.addOptions(command);
  command.action(async (given: string | undefined, _: unknown, self: Command) => {
    const isGiven = (option: string): boolean => self.getOptionValueSourceWithGlobals(option) === 'cli';
    await create(requireName(given), verb, self.optsWithGlobals<Options>(), { context, isGiven });
  });
}

async function create<Options extends CreateOptions>(
  name: string,
  verb: KindVerb<Options>,
  options: Options,
  scene: SpecScene,
): Promise<void> {
  const { kind, title, createdTitle, generating } = verb;
  const { context } = scene;
  const object = objectOf(kind, name, options, verb.spec(options, scene));
  const isExport = options.export === true;
  if (generating === 'told always' || (generating === 'told' && !isExport)) {
    context.progress.generate(`generating ${title}`);
  }
  if (isExport) {
    context.terminal.out(printExport(exporter()(object)));
    return;
  }
  const target = createScene(options, context);
  const credentials = await verb.credentials?.(name, options, target);
  const complete = credentials === undefined ? object : { ...object, spec: { ...specOf(object), ...credentials } };
  const after = await applyAndAwait(
    complete as KubeObject,
    { kind, title, ...(createdTitle === undefined ? {} : { createdTitle }) },
    target,
  );
  for (const sentence of verb.success(after)) context.progress.success(sentence);
}

function objectOf({ apiVersion, kind }: FluxKind, name: string, options: CreateOptions, spec: JsonObject): KubeObject {
  const labels = parseLabels(options);
  const { namespace } = options;
  const metadata = Object.keys(labels).length > 0 ? { name, namespace, labels } : { name, namespace };
  return { apiVersion, kind, metadata, spec };
}

/** What is said of a source that has fetched something. `title` begins the sentence. Throws CliError without an artifact. */
export function fetched(title: string): (after: KubeObject) => readonly string[] {
  return (after) => {
    const revision = statusOf(after).artifact?.revision;
    if (revision === undefined) throw new CliError(`${title} reconciliation completed but no artifact was found`);
    return [`${title} reconciliation completed`, `fetched revision: ${revision}`];
  };
}
