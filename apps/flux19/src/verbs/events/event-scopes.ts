import type { KubeClient } from '@flux19/kube';
import type { KubeObject } from '@flux19/objects';
import { type FluxKind, type SourceTarget, sourceTarget, specOf } from '../../kinds/flux-kind.ts';
import { fluxKindNamed } from '../../kinds/flux-kinds.ts';
import { CliError } from '../../program/cli-error.ts';

/** A list of events to read. */
export interface EventScope {
  /** All namespaces when undefined. */
  readonly namespace: string | undefined;
  readonly fieldSelector?: string;
}

export interface ScopeRequest {
  /** What `--for` says: `Kustomization/app`, or only a kind. */
  readonly selector: string | undefined;
  /** All namespaces when undefined. */
  readonly namespace: string | undefined;
  /** Where the object of the selector lives. */
  readonly home: string;
}

/** The lists that answer a request: events of the object itself, and of the objects that it takes its input from. Throws CliError. */
export async function eventScopes(
  { selector, namespace, home }: ScopeRequest,
  client: KubeClient,
  signal: AbortSignal,
): Promise<readonly EventScope[]> {
  if (selector === undefined || selector === '') return [{ namespace }];
  const { kind: kindName, name } = parseSelector(selector);
  const kind = fluxKindNamed(kindName);
  if (kind === undefined) throw new CliError(`'${kindName}' is not a recognized Flux kind`);
  const own = { namespace, fieldSelector: fieldSelector(kind.kind, name) };
  if (name === '') return [own];
  const { apiVersion } = kind;
  const references = referencesOf(kind);
  if (references === undefined) return [own];
  const object = await client.get({ apiVersion, kind: kind.kind, namespace: home, name }, signal);
  const related = references(object);
  return [
    own,
    ...related.map((target) => ({
      namespace: target.namespace,
      fieldSelector: fieldSelector(target.kind, target.name),
    })),
  ];
}

function parseSelector(selector: string): { readonly kind: string; readonly name: string } {
  const [kind = '', name = '', ...rest] = selector.split('/');
  if (kind === '' || rest.length > 0) throw new CliError('--for selector must be of format <kind>[/<name>]');
  return { kind, name };
}

function fieldSelector(kind: string, name: string): string {
  return name === '' ? `involvedObject.kind=${kind}` : `involvedObject.kind=${kind},involvedObject.name=${name}`;
}

/** What an object of a kind refers to; undefined for kinds that refer to nothing. */
function referencesOf(kind: FluxKind): ((object: KubeObject) => readonly SourceTarget[]) | undefined {
  if (kind.kind === 'HelmRelease') return (object) => [...sourcesOf(kind, object), ...chartsOf(object, kind)];
  if (kind.sourceOf !== undefined) return (object) => sourcesOf(kind, object);
  const [field, target] = otherReferences.get(kind.kind) ?? [];
  if (field === undefined) return undefined;
  return (object) => {
    const reference = sourceTarget({ kind: target, ...(specOf(object)[field] as object) }, object);
    return reference === undefined ? [] : [reference];
  };
}

const otherReferences: ReadonlyMap<string, readonly [field: string, kind: string]> = new Map([
  ['Alert', ['providerRef', 'Provider']],
  ['ImagePolicy', ['imageRepositoryRef', 'ImageRepository']],
]);

function sourcesOf(kind: FluxKind, object: KubeObject): readonly SourceTarget[] {
  const source = kind.sourceOf?.(object);
  return source === undefined ? [] : [source];
}

/** The chart that helm-controller makes of a release's template, beside the chart's source. */
function chartsOf(object: KubeObject, kind: FluxKind): readonly SourceTarget[] {
  if (specOf(object)['chart'] === undefined) return [];
  const { namespace = '', name } = object.metadata;
  const source = kind.sourceOf?.(object);
  return [{ kind: 'HelmChart', namespace: source?.namespace ?? namespace, name: `${namespace}-${name}` }];
}
