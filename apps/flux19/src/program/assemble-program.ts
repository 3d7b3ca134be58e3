import { Command } from 'commander';
import { addCheckVerb } from '../verbs/check.ts';
import { addCompletionVerbs } from '../verbs/completion.ts';
import { addCreateVerbs } from '../verbs/create/create.ts';
import { addDeleteVerbs } from '../verbs/delete.ts';
import { addEventsVerb } from '../verbs/events/events.ts';
import { addExportVerbs } from '../verbs/export.ts';
import { addGetVerbs } from '../verbs/get/get.ts';
import { addKustomizeVerbs } from '../verbs/kustomize.ts';
import { addLogsVerb } from '../verbs/logs/logs.ts';
import { addReconcileVerbs } from '../verbs/reconcile/reconcile.ts';
import { addResumeVerbs } from '../verbs/resume.ts';
import { addStatsVerb } from '../verbs/stats.ts';
import { addSuspendVerbs } from '../verbs/suspend.ts';
import { addSystemVerbs } from '../verbs/system.ts';
import { addTraceVerb } from '../verbs/trace/trace.ts';
import { addTreeVerbs } from '../verbs/tree/tree.ts';
import { addVersionVerb } from '../verbs/version.ts';
import { chooseNamespace, defaultNamespace } from './choose-namespace.ts';
import type { CliContext } from './cli-context.ts';
import { addGlobalOptions } from './global-options.ts';
import { flux19Version } from './versions.ts';

/** The whole command line. Running it throws CommanderError for a line that makes no sense. */
export function assembleProgram(context: CliContext): Command {
  const program = new Command('flux19');
  program.description('Command line utility for assembling Kubernetes CD pipelines the GitOps way.');
  program.version(`flux19 version ${flux19Version}`, '-v, --version', 'print the version');
  addGlobalOptions(program, defaultNamespace(context));
  addSystemVerbs(program, context);
  addKustomizeVerbs(program, context);
  addGetVerbs(program, context);
  addReconcileVerbs(program, context);
  addSuspendVerbs(program, context);
  addResumeVerbs(program, context);
  addCreateVerbs(program, context);
  addDeleteVerbs(program, context);
  addExportVerbs(program, context);
  addEventsVerb(program, context);
  addTreeVerbs(program, context);
  addTraceVerb(program, context);
  addLogsVerb(program, context);
  addStatsVerb(program, context);
  addCheckVerb(program, context);
  addVersionVerb(program, context);
  addCompletionVerbs(program, context);
  program.hook('preAction', () => chooseNamespace(program, context));
  return program;
}
