import { KustomizeError } from '../engine/kustomize-error.ts';
import { wrapError } from '../engine/wrap-error.ts';
import type { Patch } from '../kustomization/kustomization.ts';
import type { Resource } from '../resources/resource.ts';
import type { Value } from '../values/value.ts';
import type { PluginHelp } from './plugin.ts';
import { readJsonPatch } from './read-json-patch.ts';

const decoder = new TextDecoder();

/** The text of a patch and where it is from. */
export interface PatchSource {
  readonly text: string;
  readonly file: string | undefined;
  /** For messages. */
  readonly label: string;
}

export function readSource({ patch, path }: Patch, help: PluginHelp): PatchSource {
  const inline = (patch ?? '').trim();
  if (inline === '' && !path) throw invalidPatch('must specify one of patch and path', 'patches');
  if (inline !== '' && path) throw invalidPatch("patch and path can't be set at the same time", 'patches');
  if (inline !== '') return { text: inline, file: undefined, label: `[patch: ${JSON.stringify(inline)}]` };
  const name = path as string;
  try {
    return { text: decoder.decode(help.load(name)), file: help.pathOf(name), label: `[path: ${JSON.stringify(name)}]` };
  } catch (cause) {
    throw wrapError(`failed to get the patch file from path(${name})`, cause, { field: 'patches.path' });
  }
}

export function invalidPatch(message: string, field: string, file?: string, cause?: unknown): KustomizeError {
  return new KustomizeError(message, { reason: 'InvalidPatch', field, file, cause });
}

/** A patch as read: resources or operations, shared by all who use the same text. */
export interface ReadPatch {
  readonly merges: readonly Resource[] | undefined;
  readonly operations: readonly Value[] | undefined;
}

/** A patch is a merge patch when it reads as resources, else JSON patch operations. Throws KustomizeError. */
export function readPatch(source: PatchSource, help: PluginHelp): ReadPatch {
  const key = `${source.file ?? ''}\n${source.text}`;
  const known = help.patches.get(key);
  if (known !== undefined) return known;
  const read = readAnew(source, help);
  // Many overlays share a patch: it is read once, also over builds.
  if (help.patches.size >= maxRemembered) help.patches.clear();
  help.patches.set(key, read);
  return read;
}

const maxRemembered = 2000;

function readAnew({ text, file, label }: PatchSource, help: PluginHelp): ReadPatch {
  const isList = /^(?:\s*(?:#.*)?\n)*(?:- |\[)/.test(text);
  let merges: readonly Resource[] | undefined;
  let problem: unknown;
  if (!isList) {
    try {
      merges = help.parse(text, file);
    } catch (cause) {
      problem = cause;
    }
  }
  // A text that starts with a field cannot be a list of operations.
  const isMap = merges !== undefined && /^[A-Za-z]+:/.test(text);
  const operations = isMap ? undefined : attemptPatch(() => readJsonPatch(text, file));
  if (merges === undefined && operations === undefined) throw unreadable(problem, file, label);
  if ((merges?.length ?? 0) > 0 && (operations?.length ?? 0) > 0) {
    throw invalidPatch(`illegally qualifies as both an SM and JSON patch: ${label}`, 'patches', file);
  }
  return { merges, operations: merges === undefined ? operations : undefined };
}

function unreadable(problem: unknown, file: string | undefined, label: string): KustomizeError {
  const cause = problem instanceof KustomizeError ? problem : undefined;
  return new KustomizeError(`unable to parse SM or JSON patch from ${label}`, {
    reason: 'InvalidPatch',
    file: cause?.file ?? file,
    line: cause?.line,
    field: 'patches',
    cause: problem,
  });
}

export function attemptPatch<Result>(action: () => Result): Result | undefined {
  try {
    return action();
  } catch (cause) {
    if (cause instanceof KustomizeError) return undefined;
    throw cause;
  }
}
