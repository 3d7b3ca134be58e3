import type { Kustomization, KustomizationDependency, SourceObject, SourceReference } from '@flux19/api';
import { reasons } from '@flux19/api';
import type { Artifact } from '@flux19/artifacts';
import { type CelProgram, compileCel, dynType } from '@flux19/cel';
import { formatGoDuration } from '@flux19/expressions';
import { workloadIdentityObstacle } from '@flux19/kube';
import type { Condition } from '@flux19/objects';
import type { KustomizeSettings } from './settings.ts';
import { retryIntervalOf } from './timing.ts';

/** What a pass knows before it begins: its source and the Kustomizations it depends on, as far as they exist. */
export interface Observed {
  readonly kustomization: Kustomization;
  readonly source: SourceObject | undefined;
  /** In the order of `spec.dependsOn`. */
  readonly dependencies: readonly (Kustomization | undefined)[];
}

/** Whether a pass may go on. */
export type Gate =
  | { readonly kind: 'open'; readonly artifact: Artifact }
  /** Something else has to change first; a watch tells when it does, and `afterMs` is the safety net. */
  | {
      readonly kind: 'closed';
      readonly reason: string;
      readonly message: string;
      readonly afterMs: number;
      readonly event?: string;
    }
  /** The spec has to change first. */
  | { readonly kind: 'stalled'; readonly reason: string; readonly message: string };

/** Decides whether a Kustomization can be reconciled now. Pure. */
export function planGate(observed: Observed, settings: KustomizeSettings): Gate {
  const { kustomization, source } = observed;
  const { spec, metadata } = kustomization;
  if ((spec.decryption?.serviceAccountName ?? '') !== '' && !settings.objectWorkloadIdentity) {
    const message = workloadIdentityObstacle('spec.decryption.serviceAccountName', 'decryption');
    return { kind: 'stalled', reason: reasons.featureGateDisabled, message };
  }
  const namespace = spec.sourceRef.namespace ?? metadata.namespace ?? '';
  const name = `${spec.sourceRef.kind}/${namespace}/${spec.sourceRef.name}`;
  if (settings.noCrossNamespaceRefs && namespace !== metadata.namespace) {
    const message = `can't access '${name}', cross-namespace references have been blocked`;
    return { kind: 'stalled', reason: reasons.accessDenied, message };
  }
  if (spec.sourceRef.kind === 'ExternalArtifact' && !settings.allowExternalArtifact) {
    const message = `can't access '${name}', ExternalArtifact feature gate is disabled`;
    return { kind: 'stalled', reason: reasons.accessDenied, message };
  }
  if (source === undefined) {
    return {
      kind: 'closed',
      reason: reasons.artifactFailed,
      message: notFound(observed),
      afterMs: retryIntervalOf(spec),
    };
  }
  const artifact = source.status?.artifact;
  if (artifact === undefined) {
    const message = `Source artifact not found, retrying in ${formatGoDuration(settings.requeueDependencyMs)}`;
    return { kind: 'closed', reason: reasons.artifactFailed, message, afterMs: settings.requeueDependencyMs };
  }
  if (!isOwnArtifact(artifact, spec.sourceRef, namespace)) {
    const message = `the artifact of '${name}' lies outside of its folder: ${artifact.path}`;
    return { kind: 'closed', reason: reasons.artifactFailed, message, afterMs: settings.requeueDependencyMs };
  }
  return checkDependencies(observed, artifact, settings) ?? { kind: 'open', artifact };
}

/** Whoever may write a status could name the artifact of somebody else in it. External artifacts lie where their makers want. */
function isOwnArtifact({ path }: Artifact, { kind, name }: SourceReference, namespace: string): boolean {
  if (kind === 'ExternalArtifact') return true;
  const isPlain = !path.split('/').some((part) => part === '..' || part === '.');
  return isPlain && path.startsWith(`${kind.toLowerCase()}/${namespace}/${name}/`);
}

const sourceResources = {
  GitRepository: 'gitrepositories.source.toolkit.fluxcd.io',
  OCIRepository: 'ocirepositories.source.toolkit.fluxcd.io',
  Bucket: 'buckets.source.toolkit.fluxcd.io',
  ExternalArtifact: 'externalartifacts.source.toolkit.fluxcd.io',
} as const;

/** The API server's text for an object that is missing. */
function notFound({ kustomization }: Observed): string {
  const { kind, name } = kustomization.spec.sourceRef;
  return `${sourceResources[kind]} "${name}" not found`;
}

function checkDependencies(observed: Observed, artifact: Artifact, settings: KustomizeSettings): Gate | undefined {
  const { dependsOn = [] } = observed.kustomization.spec;
  for (const [i, reference] of dependsOn.entries()) {
    const verdict = checkDependency(reference, observed.dependencies[i], observed.kustomization, artifact, settings);
    if (verdict === undefined) continue;
    if (verdict.isTerminal) {
      const message = `Reconciliation failed terminally due to configuration error: ${verdict.message}`;
      return { kind: 'stalled', reason: reasons.invalidCelExpression, message };
    }
    const event = `Dependencies do not meet ready condition, retrying in ${formatGoDuration(settings.requeueDependencyMs)}`;
    const { message } = verdict;
    return {
      kind: 'closed',
      reason: reasons.dependencyNotReady,
      message,
      afterMs: settings.requeueDependencyMs,
      event,
    };
  }
  return undefined;
}

interface Verdict {
  readonly message: string;
  readonly isTerminal?: boolean;
}

/** Why a dependency is not met, or undefined when it is. The rules and texts are those of the kustomize-controller. */
function checkDependency(
  reference: KustomizationDependency,
  dependency: Kustomization | undefined,
  self: Kustomization,
  artifact: Artifact,
  settings: KustomizeSettings,
): Verdict | undefined {
  const name = `${reference.namespace ?? self.metadata.namespace}/${reference.name}`;
  if (dependency === undefined) {
    const cause = `kustomizations.kustomize.toolkit.fluxcd.io "${reference.name}" not found`;
    return { message: `dependency '${name}' not found: ${cause}` };
  }
  if (reference.readyExpr !== undefined) {
    const verdict = evaluateReadiness(reference.readyExpr, name, self, dependency);
    if (verdict !== undefined || !settings.additiveDependencyCheck) return verdict;
  }
  if (!isReady(dependency)) return { message: `dependency '${name}' is not ready` };
  const isBehind = hasSameSource(self, dependency) && dependency.status?.lastAppliedRevision !== artifact.revision;
  return isBehind ? { message: `dependency '${name}' revision is not up to date` } : undefined;
}

function evaluateReadiness(
  expression: string,
  name: string,
  self: Kustomization,
  dependency: Kustomization,
): Verdict | undefined {
  let program: CelProgram;
  try {
    program = compileCel(expression, { variables: { self: dynType, dep: dynType } });
  } catch (thrown) {
    return {
      message: `failed to evaluate dependency ${dependency.metadata.name}: ${textOf(thrown)}`,
      isTerminal: true,
    };
  }
  try {
    const isMet = program.evaluate({ self, dep: dependency }) === true;
    return isMet ? undefined : { message: `dependency '${name}' is not ready according to readyExpr eval` };
  } catch (thrown) {
    return { message: textOf(thrown) };
  }
}

function textOf(thrown: unknown): string {
  return thrown instanceof Error ? thrown.message : String(thrown);
}

function isReady({ metadata, status }: Kustomization): boolean {
  const conditions: readonly Condition[] = status?.conditions ?? [];
  const ready = conditions.find(({ type }) => type === 'Ready');
  return ready?.status === 'True' && status?.observedGeneration === metadata.generation;
}

function hasSameSource(a: Kustomization, b: Kustomization): boolean {
  const sourceOf = ({ spec, metadata }: Kustomization): string => {
    const { kind, name, namespace = metadata.namespace } = spec.sourceRef;
    return `${kind}/${namespace}/${name}`;
  };
  return sourceOf(a) === sourceOf(b);
}
