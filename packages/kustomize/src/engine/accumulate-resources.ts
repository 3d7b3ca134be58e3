import { emptyConfig, mergeConfigs } from '../config/transformer-config.ts';
import type { Folder } from '../files/folder.ts';
import { joinPath } from '../files/join-path.ts';
import { isRemoteUrl, withoutCredentials } from '../files/remote-url.ts';
import type { Resource } from '../resources/resource.ts';
import { Accumulator } from './accumulator.ts';
import { KustomizeError, type KustomizeErrorDetails } from './kustomize-error.ts';
import { loadTarget } from './load-target.ts';
import { appendOrigin } from './origins.ts';
import { placeOf } from './place-of.ts';
import { applyOpenApi, type Target } from './target.ts';
import { within, wrapError } from './wrap-error.ts';

/** Adds each path of a list: the resources of a file, or what a folder yields. Throws KustomizeError. */
export function accumulateResources(target: Target, into: Accumulator, paths: readonly string[]): void {
  for (const path of paths) {
    if (target.folder.hasFolder(path)) enterFolder(target, into, path, undefined);
    else {
      const problem = addFile(target, into, path);
      const isFinal =
        problem !== undefined && problem.reason === 'RemoteNotAllowed' && target.folder.options.remote === undefined;
      if (isFinal) throw inPlace(problem, placeOf(target, path));
      if (problem?.reason === 'MalformedYaml') throw problem;
      if (problem !== undefined) enterFolder(target, into, path, problem);
    }
  }
}

/** Kustomize tries a file first, and tells of that when the folder fails too. */
function enterFolder(target: Target, into: Accumulator, path: string, problem: KustomizeError | undefined): void {
  try {
    addFolder(target, into, target.folder.enter(path), path);
  } catch (cause) {
    const joined = joinPath(target.folder.root, path);
    const first = problem?.message ?? `accumulating resources from '${path}': '${joined}' must resolve to a file`;
    throw wrapError(`accumulation err='${first}'`, cause, { ...placeOf(target, path), field: 'resources' });
  }
}

/** Adds the resources of a file. Returns what kept it from being read as one. */
function addFile(target: Target, into: Accumulator, path: string): KustomizeError | undefined {
  try {
    into.list.appendAll(readFile(target, path));
    return undefined;
  } catch (cause) {
    const shown = withoutCredentials(path);
    const details = { file: isRemoteUrl(path) ? undefined : joinPath(target.folder.root, path), field: 'resources' };
    if (!(cause instanceof KustomizeError)) throw cause;
    const suffix = cause.reason === 'MalformedYaml' && cause.message.startsWith('Malformed') ? ` in File: ${path}` : '';
    if (cause.reason === 'DuplicateResource') return wrapError(`merging resources from '${shown}'`, cause, details);
    return wrapError(`accumulating resources from '${shown}'`, suffix === '' ? cause : inFile(cause, suffix), details);
  }
}

function inPlace(cause: KustomizeError, place: KustomizeErrorDetails): KustomizeError {
  const { message, reason, field } = cause;
  return new KustomizeError(message, { reason, field, ...place, cause });
}

function inFile(cause: KustomizeError, suffix: string): KustomizeError {
  const { reason, file, line, field } = cause;
  return new KustomizeError(cause.message + suffix, { reason, file, line, field, cause });
}

function readFile({ folder, session, origin }: Target, path: string): Resource[] {
  const real = folder.locate(path);
  return session.cache.resources(folder.options.files, real).map((shared) => {
    const resource = shared.copy();
    resource.scopes = session.scopes;
    session.noteKind(resource.apiVersion, resource.kind);
    if (origin !== undefined) resource.origin = appendOrigin(origin, path);
    return resource;
  });
}

function childTarget(target: Target, folder: Folder, path: string): Target {
  const origin = target.origin === undefined ? undefined : appendOrigin(target.origin, path);
  const child = within(`couldn't make target for path '${folder.root}'`, () =>
    loadTarget(target.session, folder, { origin, accumulate: target.accumulate }),
  );
  applyOpenApi(child);
  return child;
}

function addFolder(target: Target, into: Accumulator, folder: Folder, path: string): void {
  const own = gather(target, folder, path);
  within(`recursed merging from path '${folder.root}'`, () => into.merge(own));
}

/** What a folder yields, from an earlier build when nothing has changed. */
function gather(target: Target, folder: Folder, path: string): Accumulator {
  const { session } = target;
  const { snapshots } = session;
  // Origins depend on the way here, and a schema of its own on the whole build.
  const isIndependent = snapshots.isActive && target.origin === undefined && !session.hasSchema;
  if (!isIndependent) return gatherAnew(target, folder, path);
  const known = snapshots.reuse(folder, session);
  if (known !== undefined) return known;
  const recording = snapshots.begin(folder);
  const told = session.warnings.length;
  const { builtinUses } = session;
  try {
    const own = gatherAnew(target, folder, path);
    const aside = { warnings: session.warnings.slice(told), builtinUses: session.builtinUses - builtinUses };
    if (!session.hasSchema) snapshots.keep(folder, recording, own, aside);
    return own;
  } finally {
    snapshots.end(recording);
  }
}

function gatherAnew(target: Target, folder: Folder, path: string): Accumulator {
  const child = childTarget(target, folder, path);
  if (child.kustomization.kind === 'Component') {
    throw new KustomizeError(`expected kind != 'Component' for path '${folder.root}'`, {
      reason: 'WrongKind',
      field: 'resources',
    });
  }
  const own = new Accumulator();
  within(`recursed accumulation of path '${folder.root}'`, () => target.accumulate(child, own));
  return own;
}

/** Lets a component work on what was gathered so far. */
export function enterComponent(target: Target, into: Accumulator, path: string): void {
  let folder: Folder;
  try {
    folder = target.folder.enter(path);
  } catch (cause) {
    throw quoted('loader.New ', cause, placeOf(target, path));
  }
  try {
    target.session.snapshots.noteEntered(folder.root);
    const child = childTarget(target, folder, path);
    const { kind } = child.kustomization;
    if (kind !== 'Component') {
      throw new KustomizeError(`expected kind 'Component' for path '${folder.root}' but got '${kind}'`, {
        reason: 'WrongKind',
        field: 'components',
      });
    }
    within(`recursed accumulation of path '${folder.root}'`, () => target.accumulate(child, into));
    into.list.checkIds();
    // Upstream gathers everything anew after a component, which drops specs that others make needless.
    into.config = mergeConfigs(emptyConfig, into.config);
  } catch (cause) {
    throw quoted('accumulateDirectory: ', cause, placeOf(target, path));
  }
}

function quoted(prefix: string, cause: unknown, place: KustomizeErrorDetails): KustomizeError {
  if (!(cause instanceof KustomizeError)) throw cause;
  const { reason, file, line, field } = cause;
  const where = file === undefined ? place : { file, line };
  const message = `${prefix}${JSON.stringify(cause.message)}`;
  return new KustomizeError(message, { reason, ...where, field: field ?? 'components', cause });
}
