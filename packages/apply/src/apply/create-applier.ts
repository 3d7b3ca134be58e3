import type { ObjectAddress } from '@flux19/kube';
import { formatApiVersion, type KubeObject } from '@flux19/objects';
import { type Clock, systemClock } from '@flux19/ports';
import { type Change, type ChangeSet, mergeChanges } from '../inventory/change-set.ts';
import { compileIgnoreRules } from '../plan/ignore-rules.ts';
import { metadataRules } from '../plan/metadata-rules.ts';
import { planStages } from '../plan/plan-stages.ts';
import type { Applier, ApplierOptions, ApplyOutcome } from './applier.ts';
import type { ApplyContext } from './apply-context.ts';
import { ApplyError } from './apply-error.ts';
import type { ApplyOptions } from './apply-options.ts';
import { applyStage } from './apply-stage.ts';
import { awaitCurrent } from './await-current.ts';
import { diffObject } from './diff-object.ts';
import { mapLimited } from './map-limited.ts';
import { pruneObjects } from './prune-objects.ts';
import { waitUntilGone } from './wait-until-gone.ts';

/** Flux gives each stage of definitions a minute. */
const defaultStageTimeoutMs = 60_000;
const lookupsAtOnce = 8;

/** Makes an applier; it keeps no state of its own. */
export function createApplier(options: ApplierOptions): Applier {
  const { client, live, memory } = options;
  const clock: Clock = options.clock ?? systemClock;

  const contextOf = (applyOptions: ApplyOptions): ApplyContext => ({
    client,
    clock,
    memory,
    options: applyOptions,
    rules: metadataRules(applyOptions.owner),
    ignoredPaths: compileIgnoreRules(applyOptions.ignoreRules ?? []),
  });

  const apply = async (
    objects: readonly KubeObject[],
    applyOptions: ApplyOptions,
    signal: AbortSignal,
  ): Promise<ApplyOutcome> => {
    const context = contextOf(applyOptions);
    const changes: Change[] = [];
    for (const stage of planStages(objects, applyOptions.customStageKinds)) {
      const outcome = await applyStage(stage, live, context, signal).catch((thrown: unknown) => {
        throw thrown instanceof ApplyError ? thrown.after(changes) : thrown;
      });
      changes.push(...outcome.changes);
      if (outcome.unready.length > 0) return { kind: 'waiting', changes, waitingFor: outcome.unready };
    }
    return { kind: 'applied', changes };
  };

  return {
    apply,
    async applyAndWait(objects, { stageTimeoutMs = defaultStageTimeoutMs, ...applyOptions }, signal) {
      let changes: ChangeSet = [];
      for (;;) {
        const outcome = await apply(objects, applyOptions, signal);
        changes = mergeChanges(changes, outcome.changes);
        if (outcome.kind === 'applied') return changes;
        const failure = await awaitCurrent(outcome.waitingFor, { client, clock, timeoutMs: stageTimeoutMs }, signal);
        if (failure !== undefined) throw new ApplyError(failure, { changes });
      }
    },
    diff: (object, applyOptions, signal) => diffObject(object, contextOf(applyOptions), signal),
    prune: (entries, owner, signal) => pruneObjects(entries, { client, memory, owner }, signal),
    async remaining(changes, signal) {
      const deleted = changes.filter((change) => change.action === 'deleted');
      const found = await mapLimited(deleted, lookupsAtOnce, (change) => client.find(addressOfChange(change), signal));
      return deleted.filter((_, index) => found[index] !== undefined);
    },
    async waitForTermination(changes, timeoutMs, signal) {
      const endMs = clock.now() + timeoutMs;
      for (const change of changes.filter(({ action }) => action === 'deleted')) {
        const isGone = await waitUntilGone(
          addressOfChange(change),
          undefined,
          { client, clock, timeoutMs: endMs - clock.now() },
          signal,
        );
        if (!isGone) throw ApplyError.about(change.object, 'termination timeout: context deadline exceeded');
      }
    },
  };
}

function addressOfChange({ object, version }: Change): ObjectAddress {
  const { group, kind, namespace, name } = object;
  return { apiVersion: formatApiVersion(group, version), kind, namespace, name };
}
