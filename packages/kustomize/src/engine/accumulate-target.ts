import { kustomizationTransformers } from '../builtins/kustomization-transformers.ts';
import type { Transformer } from '../builtins/plugin.ts';
import { defaultConfig } from '../config/default-config.ts';
import { emptyConfig, mergeConfigs, type TransformerConfig } from '../config/transformer-config.ts';
import { joinPath } from '../files/join-path.ts';
import { absorb } from '../generators/absorb.ts';
import { generateResource, mergeGeneratorOptions } from '../generators/make-resource.ts';
import type { GeneratorArgs } from '../kustomization/kustomization.ts';
import { accumulateResources, enterComponent } from './accumulate-resources.ts';
import type { Accumulator } from './accumulator.ts';
import { KustomizeError } from './kustomize-error.ts';
import { pluginOrigin } from './origins.ts';
import { inlinePlugins, runPlugins, runValidators } from './run-plugins.ts';
import { helpOf, type Target } from './target.ts';
import { markReferred, mergeVariables } from './variable-set.ts';
import { within } from './wrap-error.ts';

/** Adds what a target yields to `into`: resources and generators, components, then transformers and validators. */
export function accumulateTarget(target: Target, into: Accumulator): void {
  try {
    accumulateSteps(target, into);
  } catch (cause) {
    if (!(cause instanceof KustomizeError) || cause.file !== undefined) throw cause;
    // What names no file was caused by the kustomization itself.
    const { reason, line, field } = cause;
    const file = joinPath(target.folder.root, target.fileName);
    throw new KustomizeError(cause.message, { reason, file, line, field, cause });
  }
}

function accumulateSteps(target: Target, into: Accumulator): void {
  const { kustomization: k } = target;
  within('accumulating resources', () => accumulateResources(target, into, k.resources ?? []));
  into.config = mergeConfigs(into.config, loadConfig(target));
  runGenerators(target, into);
  within('accumulating components', () => {
    for (const path of k.components ?? []) enterComponent(target, into, path);
  });
  runTransformers(target, into);
  runValidators(target, into);
  addVariables(target, into);
}

function loadConfig({ session, folder, kustomization: k }: Target): TransformerConfig {
  const { files } = folder.options;
  const configurations = (k.configurations ?? []).map((path) =>
    session.cache.configuration(files, folder.locate(path)),
  );
  const own = configurations.reduce((all, one) => mergeConfigs(all, one), emptyConfig);
  const crds = (k.crds ?? []).map((path) =>
    within(`loading CRDs [${(k.crds ?? []).join(' ')}]`, () => session.cache.crds(files, folder.locate(path))),
  );
  return [mergeConfigs(defaultConfig, own), ...crds].reduce((all, one) => mergeConfigs(all, one));
}

function runGenerators(target: Target, into: Accumulator): void {
  const { kustomization: k, folder } = target;
  const make = (kind: 'ConfigMap' | 'Secret', args: GeneratorArgs) => {
    const options = mergeGeneratorOptions(args.options, k.generatorOptions);
    const resource = generateResource(kind, { ...args, options }, (path) => folder.load(path));
    resource.origin = pluginOrigin(target, `${kind}Generator`);
    resource.file = joinPath(folder.root, target.fileName);
    within(`merging from generator ${kind}Generator ${args.name ?? ''}`, () => absorb(into.list, [resource]));
  };
  for (const args of k.configMapGenerator ?? []) make('ConfigMap', args);
  for (const args of k.secretGenerator ?? []) make('Secret', args);
  if (k.helmCharts?.length) {
    throw new KustomizeError(
      'trouble configuring builtin HelmChartInflationGenerator: must specify --enable-helm (which changes nothing here: no chart is rendered; put what `helm template` prints into a file of `resources`, or use a HelmRelease)',
      { reason: 'HelmNotEnabled', file: joinPath(folder.root, target.fileName), field: 'helmCharts' },
    );
  }
  for (const { plugin, origin } of inlinePlugins(target, k.generators ?? [], 'generator')) {
    if (!('generate' in plugin)) {
      throw new KustomizeError(`failed to load generator: plugin ${plugin.kind} not a generator`, {
        reason: 'InvalidPlugin',
        field: 'generators',
      });
    }
    const made = plugin.generate();
    for (const resource of made) resource.origin ??= origin;
    within(`merging from generator ${plugin.kind}`, () => absorb(into.list, made));
  }
}

function runTransformers(target: Target, into: Accumulator): void {
  const { kustomization: k } = target;
  const builtins = kustomizationTransformers(k, into.config, helpOf(target)).map((transformer) => ({
    transformer,
    origin: pluginOrigin(target, transformer.kind),
  }));
  const external = inlinePlugins(target, k.transformers ?? [], 'transformer').map(({ plugin, origin }) => ({
    transformer: needTransformer(plugin),
    origin,
  }));
  runPlugins(into.list, [...builtins, ...external]);
}

function needTransformer(plugin: { readonly kind: string }): Transformer {
  if ('transform' in plugin) return plugin as Transformer;
  throw new KustomizeError(`plugin ${plugin.kind} not a transformer`, {
    reason: 'InvalidPlugin',
    field: 'transformers',
  });
}

function addVariables({ kustomization: k }: Target, into: Accumulator): void {
  const variables = k.vars ?? [];
  if (variables.length === 0) return;
  const names = variables.map(({ name }) => name).join(' ');
  within(`merging vars [${names}]`, () => {
    markReferred(into.list, variables);
    into.variables = mergeVariables(into.variables, variables);
  });
}
