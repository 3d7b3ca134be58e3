import type { Kustomization } from '@flux19/api';
import {
  type Applier,
  type ApplyOptions,
  compareObjects,
  entryObject,
  type InventoryEntry,
  type ObjectDiff,
  prepareObjects,
  staleEntries,
} from '@flux19/apply';
import { adviseOnPrune, ownerOf } from '@flux19/kustomize-controller';
import { formatObject, inventoryId, type KubeObject, objectReference, parseApiVersion } from '@flux19/objects';
import { isKustomization } from '../build/find-kustomization.ts';
import { isSame, type KustomizationBuilder, type LocalKustomization } from '../build/kustomization-builder.ts';
import { compareValues } from './report/compare-values.ts';
import { formatReport, type ReportStyle } from './report/format-report.ts';
import { type Drift, sopsDifference } from './sops-difference.ts';

/** What an apply of a folder would do, in words. */
export interface KustomizationDiff {
  readonly text: string;
  readonly hasChanges: boolean;
  /** What to think of before so much is deleted. */
  readonly advice: readonly string[];
  /** Objects that the cluster refuses; the others are compared all the same. */
  readonly failures: readonly Error[];
}

export interface DiffScene {
  readonly builder: KustomizationBuilder;
  readonly applier: Applier;
  readonly style: ReportStyle;
  readonly isRecursive: boolean;
  /** Told what is being compared. */
  readonly tell: (news: string) => void;
}

/** Compares a folder with the cluster by dry runs. Throws CliError when it cannot be built. */
export async function diffKustomization(
  target: LocalKustomization,
  scene: DiffScene,
  signal: AbortSignal,
): Promise<KustomizationDiff> {
  const { kustomization, objects } = await scene.builder.build(target, signal);
  const pass = new DiffPass(kustomization, scene, signal);
  for (const object of prepareObjects(objects, ownerOf(kustomization), kustomization.spec.commonMetadata)) {
    await pass.compare(object);
  }
  pass.compareInventory();
  return pass;
}

class DiffPass implements KustomizationDiff {
  readonly failures: Error[] = [];
  readonly advice: string[] = [];
  text = '';
  hasChanges = false;
  readonly #kustomization: Kustomization;
  readonly #scene: DiffScene;
  readonly #signal: AbortSignal;
  readonly #inventory: InventoryEntry[] = [];

  constructor(kustomization: Kustomization, scene: DiffScene, signal: AbortSignal) {
    this.#kustomization = kustomization;
    this.#scene = scene;
    this.#signal = signal;
  }

  async compare(object: KubeObject): Promise<void> {
    const subject = formatObject(objectReference(object));
    this.#scene.tell(`running dry-run of ${subject}`);
    try {
      const difference = await this.#scene.applier.diff(object, this.#applyOptions(), this.#signal);
      this.#inventory.push({
        id: inventoryId(objectReference(object)),
        v: parseApiVersion(object.apiVersion).version,
      });
      this.#report(subject, object, difference);
      if (this.#scene.isRecursive && isKustomization(object) && difference.action !== 'created') {
        await this.#descend(object as Kustomization, subject);
      }
    } catch (thrown) {
      this.#signal.throwIfAborted();
      if (!(thrown instanceof Error)) throw thrown;
      this.failures.push(thrown);
    }
  }

  /** What was applied before and is not any more. */
  compareInventory(): void {
    const { spec, status } = this.#kustomization;
    if (spec.prune !== true || this.failures.length > 0) return;
    const stale = staleEntries(status?.inventory?.entries ?? [], this.#inventory);
    const gone = stale.map(entryObject);
    const advice = adviseOnPrune(this.#kustomization, gone);
    if (advice !== undefined) this.advice.push(advice.message);
    for (const object of gone.toSorted(compareObjects)) {
      this.#add(this.#scene.style.paint.removed(`► ${formatObject(object)} deleted`));
      this.hasChanges = true;
    }
  }

  #applyOptions(): ApplyOptions {
    const { ignore } = this.#kustomization.spec;
    return { owner: ownerOf(this.#kustomization), ...(ignore === undefined ? {} : { ignoreRules: ignore }) };
  }

  #report(subject: string, object: KubeObject, { action, live, merged }: ObjectDiff): void {
    const { paint } = this.#scene.style;
    if (action === 'skipped') this.#add(paint.notable(`► ${subject} skipped`));
    if (action === 'created') {
      this.#add(paint.added(`► ${subject} created`));
      this.hasChanges = true;
    }
    if (action !== 'configured' || live === undefined || merged === undefined) return;
    const drift = sopsDifference(object, { live, merged });
    if (drift !== undefined) this.#reportDrift(subject, drift);
  }

  #reportDrift(subject: string, { live, merged }: Drift): void {
    this.#add(`► ${subject} drifted`);
    this.text += formatReport(compareValues(live as never, merged as never), this.#scene.style);
    this.hasChanges = true;
  }

  /** A Kustomization among the objects, when it is not the one that is being compared. */
  async #descend(inner: Kustomization, subject: string): Promise<void> {
    if (isSame(inner, this.#kustomization)) return;
    const { builder, style } = this.#scene;
    if (inner.spec.kubeConfig !== undefined) {
      this.#add(style.paint.notable(`⚠️ ${subject} skipped: diff not supported for remote clusters`));
      return;
    }
    const { given: _, ...target } = builder.localTarget(inner);
    const below = await diffKustomization(target, this.#scene, this.#signal);
    this.failures.push(...below.failures);
    if (!below.hasChanges) return;
    this.#add(`📁 ${subject} changed`);
    this.text += below.text;
    this.hasChanges = true;
  }

  #add(line: string): void {
    this.text += `${line}\n`;
  }
}
