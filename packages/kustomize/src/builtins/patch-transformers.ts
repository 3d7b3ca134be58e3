import { KustomizeError } from '../engine/kustomize-error.ts';
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

const decoder = new TextDecoder();

interface PatchSource {
  readonly text: string;
  readonly file: string | undefined;
  /** For messages. */
  readonly label: string;
}

/** One entry of `patches`. Throws KustomizeError when it cannot be read. */
export function patchTransformer(patch: Patch, help: PluginHelp): Transformer {
  const source = readSource(patch, help);
  const { merges, operations } = readPatch(source, help);
  for (const merge of merges ?? []) allowChanges(merge, patch.options);
  return {
    kind: 'PatchTransformer',
    transform(list) {
      if (merges !== undefined && merges.length > 0) transformMerge(list, merges, patch.target, source, help.schemas());
      else if (operations !== undefined && operations.length > 0) transformJson(list, operations, patch.target, source);
    },
  };
}

/** Upstream notes what is allowed in the annotations of the patch, which makes all of them texts. */
function allowChanges(merge: Resource, options: Patch['options']): void {
  merge.allowNameChange = options?.allowNameChange === true;
  merge.allowKindChange = options?.allowKindChange === true;
  if (!merge.allowNameChange && !merge.allowKindChange) return;
  if (merge.metadata !== undefined && Object.hasOwn(merge.metadata, 'annotations')) {
    merge.setMetaMap('annotations', textMap(merge.annotations));
  }
}

function readSource({ patch, path }: Patch, help: PluginHelp): PatchSource {
  const inline = (patch ?? '').trim();
  if (inline === '' && !path) throw invalid('must specify one of patch and path', 'patches');
  if (inline !== '' && path) throw invalid("patch and path can't be set at the same time", 'patches');
  if (inline !== '') return { text: inline, file: undefined, label: `[patch: ${JSON.stringify(inline)}]` };
  const file = path as string;
  try {
    return { text: decoder.decode(help.load(file)), file, label: `[path: ${JSON.stringify(file)}]` };
  } catch (cause) {
    throw wrapError(`failed to get the patch file from path(${file})`, cause, { field: 'patches.path' });
  }
}

function invalid(message: string, field: string, file?: string, cause?: unknown): KustomizeError {
  return new KustomizeError(message, { reason: 'InvalidPatch', field, file, cause });
}

interface ReadPatch {
  readonly merges: readonly Resource[] | undefined;
  readonly operations: readonly Value[] | undefined;
}

/** A patch is a merge patch when it reads as resources, else JSON patch operations. */
function readPatch({ text, file, label }: PatchSource, help: PluginHelp): ReadPatch {
  let merges: readonly Resource[] | undefined;
  let problem: unknown;
  try {
    merges = help.parse(text, file);
  } catch (cause) {
    problem = cause;
  }
  const operations = attempt(() => readJsonPatch(text, file));
  if (merges === undefined && operations === undefined) {
    const cause = problem instanceof KustomizeError ? problem : undefined;
    throw new KustomizeError(`unable to parse SM or JSON patch from ${label}`, {
      reason: 'InvalidPatch',
      file: cause?.file ?? file,
      line: cause?.line,
      field: 'patches',
      cause: problem,
    });
  }
  if ((merges?.length ?? 0) > 0 && (operations?.length ?? 0) > 0) {
    throw invalid(`illegally qualifies as both an SM and JSON patch: ${label}`, 'patches', file);
  }
  return { merges, operations: merges === undefined ? operations : undefined };
}

function attempt<Result>(action: () => Result): Result | undefined {
  try {
    return action();
  } catch (cause) {
    if (cause instanceof KustomizeError) return undefined;
    throw cause;
  }
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
      throw invalid(
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
    throw invalid(`must specify a target for JSON patch ${source.label}`, 'patches.target', source.file);
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
    throw invalid('empty file path and empty patch content', 'patchesStrategicMerge');
  const patches = [
    ...paths.flatMap((path) => readNamed(path, help)),
    ...(inline === '' ? [] : help.parse(inline, undefined)),
  ];
  if (patches.length === 0) {
    throw invalid(`patch appears to be empty; files=[${paths.join(' ')}], Patch=${inline}`, 'patchesStrategicMerge');
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
  const inline = attempt(() => help.parse(path, undefined));
  return inline ?? help.parse(decoder.decode(help.load(path)), path);
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
  if (!target?.name) throw invalid('must specify the target name', `${field}.target`);
  if (!path && !jsonOp) throw invalid('empty file path and empty jsonOp', field);
  if (path && jsonOp) throw invalid('must specify a file path or jsonOp, not both', field);
  const text = path ? decoder.decode(help.load(path)) : (jsonOp ?? '');
  if (text === '') throw invalid(`patch file '${path}' empty seems to be empty`, field, path);
  const operations = decodeOperations(text, path);
  if (operations.length === 0)
    throw invalid(`patch appears to be empty; file=${path ?? ''}, JsonOp=${text}`, field, path);
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
