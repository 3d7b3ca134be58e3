import { loadPlugin } from '../builtins/load-plugin.ts';
import type { Plugin, Transformer } from '../builtins/plugin.ts';
import { parseResources } from '../resources/parse-resources.ts';
import type { Origin, Resource } from '../resources/resource.ts';
import type { ResourceList } from '../resources/resource-list.ts';
import { isFields } from '../values/value.ts';
import { accumulateResources } from './accumulate-resources.ts';
import { Accumulator } from './accumulator.ts';
import { KustomizeError } from './kustomize-error.ts';
import { appendOrigin } from './origins.ts';
import { helpOf, type Target } from './target.ts';
import { within } from './wrap-error.ts';

export interface PlannedTransformer {
  readonly transformer: Transformer;
  readonly origin: Origin | undefined;
}

/** Runs transformers one after the other; what they empty is gone for the next. */
export function runPlugins(list: ResourceList, planned: readonly PlannedTransformer[]): void {
  for (const { transformer, origin } of planned) {
    transformer.transform(list);
    if (origin !== undefined) {
      for (const resource of list.resources) recordOrigin(resource, origin);
    }
    list.dropEmpty();
  }
}

function recordOrigin(resource: Resource, origin: Origin): void {
  if (resource.origin === undefined) resource.origin = origin;
  else resource.transformations = [...resource.transformations, origin];
}

/** Plug-ins whose configurations are given as texts, files or folders. Throws KustomizeError. */
export function inlinePlugins(
  target: Target,
  entries: readonly string[],
  what: 'generator' | 'transformer',
): { readonly plugin: Plugin; readonly origin: Origin | undefined }[] {
  if (entries.length === 0) return [];
  const found = new Accumulator();
  const paths: string[] = [];
  for (const entry of entries) {
    const inline = parseInline(entry);
    if (inline === undefined) paths.push(entry);
    else {
      for (const resource of inline) {
        target.session.noteKind(resource.apiVersion, resource.kind);
        if (target.origin !== undefined) resource.origin = appendOrigin(target.origin, target.fileName);
      }
      within(`configuring external ${what}`, () => found.list.appendAll(inline));
    }
  }
  accumulateResources(target, found, paths);
  const help = helpOf(target);
  return found.list.resources.map((config) => ({ plugin: loadPlugin(config, help), origin: configuredBy(config) }));
}

function parseInline(text: string): Resource[] | undefined {
  try {
    return parseResources(text, undefined);
  } catch (cause) {
    if (cause instanceof KustomizeError) return undefined;
    throw cause;
  }
}

function configuredBy(config: Resource): Origin | undefined {
  if (config.origin === undefined) return undefined;
  const { apiVersion, kind, name, namespace } = config;
  const { repo, ref, path } = config.origin;
  return { repo, ref, configuredIn: path, configuredBy: { apiVersion, kind, name, namespace } };
}

/** Validators are transformers that must not change anything but their own label. Throws KustomizeError. */
export function runValidators(target: Target, into: Accumulator): void {
  for (const { plugin } of inlinePlugins(target, target.kustomization.validators ?? [], 'transformer')) {
    if (!('transform' in plugin)) {
      throw new KustomizeError(`plugin ${plugin.kind} not a transformer`, {
        reason: 'InvalidPlugin',
        field: 'validators',
      });
    }
    const before = snapshot(into.list);
    plugin.transform(into.list);
    if (snapshot(into.list) !== before) {
      throw new KustomizeError("validator shouldn't modify the resource map", {
        reason: 'ValidatorModifies',
        field: 'validators',
      });
    }
  }
}

const validatedBy = 'validated-by';

function snapshot(list: ResourceList): string {
  const values = list.resources.map((resource) => {
    const copy = resource.copy();
    const labels = copy.metadata?.['labels'];
    if (isFields(labels)) delete labels[validatedBy];
    return copy.value;
  });
  return JSON.stringify(values, (_key, value: unknown) => (typeof value === 'bigint' ? `${value}n` : value));
}
