import { existsSync, realpathSync, statSync } from 'node:fs';
import { relative, resolve, sep } from 'node:path';
import { type BuildResult, createKustomizeEngine, diskTree, isRemoteUrl, KustomizeError } from '@flux19/kustomize';
import type { CliContext } from '../../program/cli-context.ts';
import { CliError } from '../../program/cli-error.ts';
import { enclosingRepository } from '../../program/enclosing-repository.ts';
import type { BuildFlags } from './build-flags.ts';
import type { BuildLine } from './read-build-line.ts';
import { writeResources } from './write-resources.ts';

type Surroundings = Pick<CliContext, 'terminal' | 'progress' | 'workingFolder'>;

const restrictors = ['LoadRestrictionsRootOnly', 'LoadRestrictionsNone'] as const;
const orders = ['legacy', 'none'] as const;

/** Builds a folder and writes what comes out of it to where it is wanted. Throws CliError. */
export function buildFolder({ folder, flags }: BuildLine, { terminal, progress, workingFolder }: Surroundings): void {
  const loadRestrictor = choose('load-restrictor', flags.loadRestrictor ?? restrictors[0], restrictors);
  const reorder = choose('reorder', flags.reorder ?? orders[0], orders);
  const { root, path } = locate(folder, workingFolder);
  const loadRestrictions = loadRestrictor === 'LoadRestrictionsNone' ? 'none' : 'root';
  const engine = createKustomizeEngine({ files: diskTree(root), loadRestrictions });
  const result = orExplain(flags, () =>
    engine.build(path, { reorder, managedByLabel: flags.enableManagedbyLabel === true }),
  );
  for (const warning of result.warnings) progress.warning(warning);
  if (flags.output === undefined) terminal.out(result.toYaml());
  else writeResources(result, resolve(workingFolder, flags.output), flags.output);
}

function choose<Word extends string>(flag: string, value: string, words: readonly Word[]): Word {
  const found = words.find((word) => word === value);
  if (found !== undefined) return found;
  throw new CliError(`illegal flag value --${flag} ${value}; legal values: [${words.join(' ')}]`);
}

/** The tree that bases may lie in, and the folder inside of it. */
function locate(folder: string, workingFolder: string): { readonly root: string; readonly path: string } {
  const asked = resolve(workingFolder, folder);
  if (!existsSync(asked) || !statSync(asked).isDirectory()) throw noFolder(folder, existsSync(asked));
  const real = realpathSync(asked);
  const root = enclosingRepository(real);
  return { root, path: `/${relative(root, real).split(sep).join('/')}` };
}

function noFolder(folder: string, isFile: boolean): CliError {
  if (isRemoteUrl(folder)) {
    const hints = ['clone the repository, and name a folder of the clone'];
    return new CliError(`'${folder}' is a repository of the network, and builds fetch nothing`, { hints });
  }
  const why = isFile ? 'is a file, not a folder' : 'is not a folder';
  return new CliError(`'${folder}' ${why}: name one that holds a kustomization.yaml`);
}

function orExplain(flags: BuildFlags, build: () => BuildResult): BuildResult {
  try {
    return build();
  } catch (cause) {
    if (!(cause instanceof KustomizeError)) throw cause;
    const place = cause.place === '' || cause.message.includes(cause.place) ? '' : `\n  at ${cause.place}`;
    const hints = flags.stackTrace === true && cause.stack !== undefined ? cause.stack.split('\n').slice(1) : [];
    throw new CliError(`${cause.message}${place}`, { cause, hints });
  }
}
