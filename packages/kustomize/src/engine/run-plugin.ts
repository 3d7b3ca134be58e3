import { loadPlugin } from '../builtins/load-plugin.ts';
import type { Plugin } from '../builtins/plugin.ts';
import type { FileTree } from '../files/file-tree.ts';
import { Folder } from '../files/folder.ts';
import { memoryTree } from '../files/memory-tree.ts';
import { parseResources } from '../resources/parse-resources.ts';
import { ResourceList } from '../resources/resource-list.ts';
import { buildResult } from './build-result.ts';
import { BuildSession } from './build-session.ts';
import { FileCache } from './file-cache.ts';
import { finishResource } from './finish-resource.ts';
import type { BuildResult } from './kustomize-engine.ts';
import { KustomizeError } from './kustomize-error.ts';
import { Snapshots } from './snapshots.ts';
import { pluginHelp } from './target.ts';

export interface PluginOptions {
  /** Files that the configuration names; none by default. */
  readonly files?: FileTree | undefined;
  /** The folder of `files` that paths start at; default its root. */
  readonly folder?: string | undefined;
}

/**
 * Runs one built-in transformer on resources. `config` is its configuration, a YAML resource with `apiVersion: builtin` and a kind such
 * as `PatchTransformer`; `input` is the text of the resources. Throws KustomizeError.
 */
export function runTransformer(config: string, input: string, options: PluginOptions = {}): BuildResult {
  const plugin = load(config, options);
  if (!('transform' in plugin))
    throw new KustomizeError(`plugin ${plugin.kind} not a transformer`, { reason: 'InvalidPlugin' });
  const list = new ResourceList(parseResources(input, undefined));
  plugin.transform(list);
  list.dropEmpty();
  return finish(list);
}

/** Runs one built-in generator, such as `ConfigMapGenerator`. Names get no hash. Throws KustomizeError. */
export function runGenerator(config: string, options: PluginOptions = {}): BuildResult {
  const plugin = load(config, options);
  if (!('generate' in plugin))
    throw new KustomizeError(`plugin ${plugin.kind} not a generator`, { reason: 'InvalidPlugin' });
  return finish(new ResourceList(plugin.generate()));
}

function finish(list: ResourceList): BuildResult {
  for (const resource of list.resources) finishResource(resource, { origins: false, transformations: false });
  return buildResult(list.resources, []);
}

function load(config: string, { files = memoryTree(new Map()), folder = '/' }: PluginOptions): Plugin {
  const cache = new FileCache();
  cache.startBuild();
  const session = new BuildSession(cache, new Snapshots(cache), { files, restrictions: 'root', remote: undefined });
  const [resource, ...others] = parseResources(config, undefined);
  if (resource === undefined || others.length > 0) {
    throw new KustomizeError(`expected 1 resource, found ${others.length + (resource === undefined ? 0 : 1)}`, {
      reason: 'InvalidPlugin',
    });
  }
  return loadPlugin(resource, pluginHelp(session, Folder.open(folder, session.folderOptions)));
}
