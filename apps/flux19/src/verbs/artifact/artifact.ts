import type { Command } from 'commander';
import type { CliContext } from '../../program/cli-context.ts';
import type { GlobalOptions } from '../../program/global-options.ts';
import { collectList } from '../../program/option-parsers.ts';
import { groupCommand } from '../../program/verb-groups.ts';
import { type BuildFlags, buildArtifactFile } from './build-artifact.ts';
import { addIgnoreFlags } from './content-flags.ts';
import { type DiffFlags, diffArtifact } from './diff-artifact.ts';
import { type ListFlags, listArtifacts } from './list-artifacts.ts';
import { type PullFlags, pullArtifact } from './pull-artifact.ts';
import { type PushFlags, pushArtifact } from './push-artifact.ts';
import { addRegistryFlags } from './registry-flags.ts';
import { type TagFlags, tagArtifact } from './tag-artifact.ts';

/** Adds the verbs for artifacts in OCI registries: push, pull, tag, list, diff, build. */
export function addArtifactVerbs(program: Command, context: CliContext): void {
  addPush(program, context);
  addPull(program, context);
  addTag(program, context);
  addList(program, context);
  addDiff(program, context);
  addBuild(program, context);
}

function addPush(program: Command, context: CliContext): void {
  const push = groupCommand(program, 'push', 'Push artifacts').command('artifact').description('Push artifact');
  push
    .argument('[url]', 'oci://<registry>/<repository>:<tag>')
    .option('-f, --path <path>', 'path to the directory where the Kubernetes manifests are located')
    .option('--source <url>', 'the source address, e.g. the Git URL')
    .option('--revision <revision>', "the source revision in the format '<branch|tag>@sha1:<commit-sha>'")
    .option('-a, --annotations <pair>', "Set custom OCI annotations in the format '<key>=<value>'", collect)
    .option(
      '-o, --output <format>',
      "the format in which the artifact digest should be printed, can be 'json' or 'yaml'",
    )
    .option('--debug', 'display logs from underlying library')
    .option(
      '--reproducible',
      "ensure reproducible image digests by setting the created timestamp to '1970-01-01T00:00:00Z'",
    )
    .option('--resolve-symlinks', 'resolve symlinks by copying their targets into the artifact');
  addRegistryFlags(addIgnoreFlags(push), 'allows artifacts to be pushed without TLS');
  push.action((url: string | undefined, _: unknown, command: Command) =>
    pushArtifact(context, url, command.opts<PushFlags>(), command.optsWithGlobals<GlobalOptions>()),
  );
}

function addPull(program: Command, context: CliContext): void {
  const pull = groupCommand(program, 'pull', 'Pull artifacts').command('artifact').description('Pull artifact');
  pull
    .argument('[url]', 'oci://<registry>/<repository>:<tag>')
    .option('-o, --output <path>', 'path where the artifact content should be extracted.');
  addRegistryFlags(pull, 'allows artifacts to be pulled without TLS');
  pull.action((url: string | undefined, _: unknown, command: Command) =>
    pullArtifact(context, url, command.opts<PullFlags>(), command.optsWithGlobals<GlobalOptions>()),
  );
}

function addTag(program: Command, context: CliContext): void {
  const tag = groupCommand(program, 'tag', 'Tag artifacts').command('artifact').description('Tag artifact');
  tag.argument('[url]', 'oci://<registry>/<repository>:<tag>').option('--tag <names>', 'tag name', collectList);
  addRegistryFlags(tag, 'allows artifacts to be tagged without TLS');
  tag.action((url: string | undefined, _: unknown, command: Command) =>
    tagArtifact(context, url, command.opts<TagFlags>(), command.optsWithGlobals<GlobalOptions>()),
  );
}

function addList(program: Command, context: CliContext): void {
  const list = groupCommand(program, 'list', 'List artifacts').command('artifacts').description('list artifacts');
  list
    .alias('artifact')
    .argument('[url]', 'oci://<registry>/<repository>')
    .option('--filter-semver <range>', 'filter tags returned from the oci repository using semver')
    .option('--filter-regex <pattern>', 'filter tags returned from the oci repository using regex');
  addRegistryFlags(list, 'allows the remote artifacts list to be fetched without TLS');
  list.action((url: string | undefined, _: unknown, command: Command) =>
    listArtifacts(context, url, command.opts<ListFlags>(), command.optsWithGlobals<GlobalOptions>()),
  );
}

function addDiff(program: Command, context: CliContext): void {
  const diff = groupCommand(program, 'diff', 'Diff a flux resource').command('artifact').description('Diff Artifact');
  diff
    .argument('[url]', 'oci://<registry>/<repository>:<tag>')
    .option('--path <path>', 'path to the directory where the Kubernetes manifests are located');
  addRegistryFlags(addIgnoreFlags(diff), 'allows the remote artifact to be pulled without TLS');
  diff.action((url: string | undefined, _: unknown, command: Command) =>
    diffArtifact(context, url, command.opts<DiffFlags>(), command.optsWithGlobals<GlobalOptions>()),
  );
}

function addBuild(program: Command, context: CliContext): void {
  const build = groupCommand(program, 'build', 'Build a flux resource')
    .command('artifact')
    .description('Build artifact');
  build
    .option('-p, --path <path>', 'Path to the directory where the Kubernetes manifests are located.')
    .option('-o, --output <path>', 'Path to where the artifact tgz file should be written.', 'artifact.tgz')
    .option('--resolve-symlinks', 'resolve symlinks by copying their targets into the artifact');
  addIgnoreFlags(build);
  build.action((_: unknown, command: Command) =>
    buildArtifactFile(context, command.opts<BuildFlags>(), command.optsWithGlobals<GlobalOptions>()),
  );
}

/** Collects a flag that may be repeated, as it is: annotations may have commas. */
function collect(text: string, before: readonly string[] | undefined): readonly string[] {
  return [...(before ?? []), text];
}
