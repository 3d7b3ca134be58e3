import type { Command } from 'commander';
import type { CliContext } from './cli-context.ts';

type AddVerbs = (program: Command, context: CliContext) => void;

/** The code of some verbs, which is read only when a command line needs it: reading all of it takes longer than most commands. */
export interface VerbModule {
  /** The first words of command lines that it adds commands for. */
  readonly words: readonly string[];
  /** Needs no cluster, and so none of the code that talks to one. */
  readonly isLocal?: boolean;
  /** Needs every other verb beside it. */
  readonly isAboutAll?: boolean;
  load(): Promise<AddVerbs>;
}

/** Every verb, in the order in which help lists them. */
export const verbTable: readonly VerbModule[] = [
  {
    words: ['up', 'run'],
    load: async () => (await import('../verbs/system.ts')).addSystemVerbs,
  },
  { words: ['cluster'], load: async () => (await import('../verbs/cluster/cluster.ts')).addClusterVerb },
  { words: ['faults'], load: async () => (await import('../verbs/faults/faults.ts')).addFaultsVerb },
  {
    words: ['kustomize'],
    isLocal: true,
    load: async () => (await import('../verbs/kustomize/kustomize.ts')).addKustomizeVerbs,
  },
  { words: ['build'], load: async () => (await import('../verbs/build/build.ts')).addBuildVerbs },
  { words: ['diff'], load: async () => (await import('../verbs/diff/diff.ts')).addDiffVerbs },
  { words: ['get'], load: async () => (await import('../verbs/get/get.ts')).addGetVerbs },
  { words: ['reconcile'], load: async () => (await import('../verbs/reconcile/reconcile.ts')).addReconcileVerbs },
  { words: ['suspend'], load: async () => (await import('../verbs/suspend.ts')).addSuspendVerbs },
  { words: ['preview'], load: async () => (await import('../verbs/preview.ts')).addPreviewVerb },
  { words: ['resume'], load: async () => (await import('../verbs/resume.ts')).addResumeVerbs },
  { words: ['create'], load: async () => (await import('../verbs/create/create.ts')).addCreateVerbs },
  { words: ['delete'], load: async () => (await import('../verbs/delete.ts')).addDeleteVerbs },
  { words: ['export'], load: async () => (await import('../verbs/export.ts')).addExportVerbs },
  { words: ['events'], load: async () => (await import('../verbs/events/events.ts')).addEventsVerb },
  { words: ['tree'], load: async () => (await import('../verbs/tree/tree.ts')).addTreeVerbs },
  { words: ['trace'], load: async () => (await import('../verbs/trace/trace.ts')).addTraceVerb },
  { words: ['logs'], load: async () => (await import('../verbs/logs/logs.ts')).addLogsVerb },
  { words: ['stats'], load: async () => (await import('../verbs/stats.ts')).addStatsVerb },
  { words: ['check'], load: async () => (await import('../verbs/check.ts')).addCheckVerb },
  { words: ['install'], load: async () => (await import('../verbs/install/install.ts')).addInstallVerb },
  { words: ['uninstall'], load: async () => (await import('../verbs/install/uninstall.ts')).addUninstallVerb },
  { words: ['debug'], load: async () => (await import('../verbs/debug/debug.ts')).addDebugVerbs },
  {
    words: ['trigger'],
    isLocal: true,
    load: async () => (await import('../verbs/trigger/trigger.ts')).addTriggerVerbs,
  },
  { words: ['envsubst'], isLocal: true, load: async () => (await import('../verbs/envsubst.ts')).addEnvsubstVerb },
  { words: ['version'], load: async () => (await import('../verbs/version.ts')).addVersionVerb },
  {
    words: ['push', 'pull', 'tag', 'list', 'diff', 'build'],
    load: async () => (await import('../verbs/artifact/artifact.ts')).addArtifactVerbs,
  },
  {
    words: ['completion', 'complete'],
    isAboutAll: true,
    load: async () => (await import('../verbs/completion.ts')).addCompletionVerbs,
  },
];

/** What a command line needs: the verb that it begins with. One that begins otherwise may be about anything: flags, help, a misspelt verb. */
export function verbsFor([verb = '']: readonly string[]): readonly VerbModule[] {
  const named = verbTable.filter(({ words }) => words.includes(verb));
  return named.length === 0 || named.some(({ isAboutAll }) => isAboutAll === true) ? verbTable : named;
}

/** Whether a command line surely needs no cluster. */
export function isLocal(args: readonly string[]): boolean {
  return verbsFor(args).every((verb) => verb.isLocal === true);
}
