import { wrapError } from '../engine/wrap-error.ts';
import { patchResource } from '../filters/apply-json-patch.ts';
import { applyMergePatch } from '../filters/apply-merge-patch.ts';
import { CompiledSelector } from '../filters/selector.ts';
import { takeMetadata } from '../generators/absorb.ts';
import { idText, joinApiVersion } from '../identity/gvk.ts';
import type { Patch, Selector } from '../kustomization/kustomization.ts';
import type { SchemaLookup } from '../merge/merge-schema.ts';
import { type Resource, textMap } from '../resources/resource.ts';
import type { ResourceList } from '../resources/resource-list.ts';
import { storePreviousId } from '../resources/store-previous-id.ts';
import type { Value } from '../values/value.ts';
import type { PluginHelp, Transformer } from './plugin.ts';
import { readJsonPatch } from './read-json-patch.ts';
import { attemptPatch, invalidPatch, type PatchSource, readPatch, readSource } from './read-patch.ts';

const decoder = new TextDecoder();

/** One entry of `patches`. Throws KustomizeError when it cannot be read. */
export function patchTransformer(patch: Patch, help: PluginHelp): Transformer {
  const source = readSource(patch, help);
  const { merges: shared, operations } = readPatch(source, help);
  const merges = shared?.map((merge) => allowChanges(merge, patch.options));
  return {
    kind: 'PatchTransformer',
    transform(list) {
      if (merges !== undefined && merges.length > 0) transformMerge(list, merges, patch.target, source, help.schemas());
      else if (operations !== undefined && operations.length > 0) transformJson(list, operations, patch.target, source);
    },
  };
}

/** Upstream notes what is allowed in the annotations of the patch, which makes all of them texts. */
function allowChanges(shared: Resource, options: Patch['options']): Resource {
  if (options?.allowNameChange !== true && options?.allowKindChange !== true) return shared;
  const merge = shared.copy();
  merge.allowNameChange = options.allowNameChange === true;
  merge.allowKindChange = options.allowKindChange === true;
  if (merge.metadata !== undefined && Object.hasOwn(merge.metadata, 'annotations')) {
    merge.setMetaMap('annotations', textMap(merge.annotations));
  }
  return merge;
}

function transformMerge(
  list: ResourceList,
  merges: readonly Resource[],
  target: Selector | undefined,
  source: PatchSource,
  schemas: SchemaLookup,
): void {
  if (target !== undefined) {
    const [patch, ...others] = merges;
    if (others.length > 0) {
      throw invalidPatch(
        `Multiple Strategic-Merge Patches in one \`patches\` entry is not allowed to set \`patches.target\` field: ${source.label}`,
        'patches.target',
        source.file,
      );
    }
    if (patch !== undefined) patchSelected(list, select(list, target), patch, schemas);
    return;
  }
  for (const patch of merges) patchNamed(list, patch, schemas);
}

function patchNamed(list: ResourceList, patch: Resource, schemas: SchemaLookup): void {
  let found: Resource;
  try {
    found = list.target(patch.originalId);
  } catch (cause) {
    const details = { file: patch.file, line: patch.line || undefined, field: 'patches' };
    throw wrapError(
      `no resource matches strategic merge patch ${JSON.stringify(idText(patch.originalId))}`,
      cause,
      details,
    );
  }
  const { previous } = found;
  applyMergePatch(found, patch, schemas);
  if (found.previous !== previous || patch.allowNameChange || patch.allowKindChange || found.isEmpty) list.idsChanged();
}

function select(list: ResourceList, target: Selector): readonly Resource[] {
  const selector = new CompiledSelector(target);
  return list.resources.filter((resource) => selector.matches(resource));
}

/** Applies a patch to resources whatever it names itself: kind, name, labels and annotations are adapted first. */
function patchSelected(
  list: ResourceList,
  selected: readonly Resource[],
  patch: Resource,
  schemas: SchemaLookup,
): void {
  if (selected.length === 0) return;
  for (const resource of selected) {
    const own = patch.copy();
    takeMetadata(own, patch);
    if (own.value !== undefined) own.value['apiVersion'] = joinApiVersion(resource.gvk);
    own.allowNameChange = patch.allowNameChange;
    own.allowKindChange = patch.allowKindChange;
    applyMergePatch(resource, own, schemas);
  }
  list.idsChanged();
  if (patch.allowNameChange || patch.allowKindChange || selected.some((resource) => resource.isEmpty)) {
    list.dropEmpty();
    list.checkIds();
  }
}

function transformJson(
  list: ResourceList,
  operations: readonly Value[],
  target: Selector | undefined,
  source: PatchSource,
): void {
  if (target === undefined) {
    throw invalidPatch(`must specify a target for JSON patch ${source.label}`, 'patches.target', source.file);
  }
  for (const resource of select(list, target)) {
    storePreviousId(resource);
    patchResource(resource, operations);
  }
  list.idsChanged();
}

/** The legacy `patchesStrategicMerge`: paths or texts, each patching the resource it names. */
export function mergePatchesTransformer(paths: readonly string[], inline: string, help: PluginHelp): Transformer {
  if (paths.length === 0 && inline === '')
    throw invalidPatch('empty file path and empty patch content', 'patchesStrategicMerge');
  const patches = [
    ...paths.flatMap((path) => readNamed(path, help)),
    ...(inline === '' ? [] : help.parse(inline, undefined)),
  ];
  if (patches.length === 0) {
    throw invalidPatch(
      `patch appears to be empty; files=[${paths.join(' ')}], Patch=${inline}`,
      'patchesStrategicMerge',
    );
  }
  return {
    kind: 'PatchStrategicMergeTransformer',
    transform(list) {
      for (const patch of patches) patchSelected(list, [list.target(patch.originalId)], patch, help.schemas());
      list.dropEmpty();
    },
  };
}

function readNamed(path: string, help: PluginHelp): Resource[] {
  const inline = attemptPatch(() => help.parse(path, undefined));
  return inline ?? help.parse(decoder.decode(help.load(path)), help.pathOf(path));
}

export interface JsonPatchArgs {
  readonly target?: Selector | undefined;
  readonly path?: string | undefined;
  readonly jsonOp?: string | undefined;
}

/** The legacy `patchesJson6902`. */
export function jsonPatchTransformer(args: JsonPatchArgs, help: PluginHelp): Transformer {
  const { target, path, jsonOp } = args;
  const field = 'patchesJson6902';
  if (!target?.name) throw invalidPatch('must specify the target name', `${field}.target`);
  if (!path && !jsonOp) throw invalidPatch('empty file path and empty jsonOp', field);
  if (path && jsonOp) throw invalidPatch('must specify a file path or jsonOp, not both', field);
  const text = path ? decoder.decode(help.load(path)) : (jsonOp ?? '');
  if (text === '') throw invalidPatch(`patch file '${path}' empty seems to be empty`, field, path);
  const operations = decodeOperations(text, path);
  if (operations.length === 0)
    throw invalidPatch(`patch appears to be empty; file=${path ?? ''}, JsonOp=${text}`, field, path);
  return {
    kind: 'PatchJson6902Transformer',
    transform(list) {
      for (const resource of select(list, target)) patchResource(resource, operations);
      list.idsChanged();
    },
  };
}

function decodeOperations(text: string, path: string | undefined): readonly Value[] {
  try {
    return readJsonPatch(text, path);
  } catch (cause) {
    throw wrapError(`decoding ${JSON.stringify(text)}`, cause, { field: 'patchesJson6902' });
  }
}
