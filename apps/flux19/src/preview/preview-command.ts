import { existsSync, mkdtempSync, realpathSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative, resolve, sep } from 'node:path';
import { GitError, readRevision } from '@flux19/git';
import { diskTree, type FileTree, memoryTree } from '@flux19/kustomize';
import { ManifestBuilder } from '@flux19/kustomize-controller';
import type { CliContext } from '../program/cli-context.ts';
import { CliError } from '../program/cli-error.ts';
import { terminalPaint } from '../program/paint.ts';
import { openLocalRepository } from '../system/local-repository.ts';
import { everySecond } from './every-second.ts';
import { paintReport } from './paint-report.ts';
import { type ClusterReport, formatJson, formatMarkdown, formatNews, formatText } from './preview-report.ts';
import {
  isSound,
  type PreviewedCluster,
  type PreviewOptions,
  previewRepository,
  RepositoryPreview,
} from './preview-repository.ts';
import { folderChanges } from './watch-folder.ts';
import { differences, watchPreview } from './watch-preview.ts';

export interface PreviewFlags {
  readonly against?: string;
  readonly output: string;
  readonly strictSubstitute: boolean;
  readonly check: boolean;
  readonly watch?: boolean;
  readonly localSources?: readonly string[];
}

/** Exit codes, as those of `flux diff`: something differs, something is wrong. */
const exitCodes = { differs: 1, unsound: 2 } as const;

const formats = { text: formatText, markdown: formatMarkdown, json: formatJson } as const;

/** `flux19 preview PATH`: what a GitOps repository would become, and what a revision of it changes. */
export async function runPreviewCommand(path: string, flags: PreviewFlags, context: CliContext): Promise<void> {
  const { progress, clock, signal } = context;
  const format = formats[flags.output as keyof typeof formats];
  if (format === undefined) throw new CliError(`--output must be text, markdown or json, not ${flags.output}`);
  if (flags.watch === true && flags.output !== 'text') throw new CliError('--watch prints text, for a person to read');
  const { root, start } = locate(resolve(context.workingFolder, path));
  const options = (): PreviewOptions => ({
    builder: new ManifestBuilder(),
    isStrict: flags.strictSubstitute,
    localSources: parseLocalSources(flags.localSources ?? []),
    start,
    isChecked: flags.check,
    clock,
    tell: everySecond(clock, (news) => context.terminal.err(`  ${news}`)),
  });
  progress.action(`rendering ${path}`);
  const preview = new RepositoryPreview(options());
  const files = diskTree(root);
  try {
    const clusters = await preview.look(files, signal);
    let before: readonly PreviewedCluster[] | undefined;
    if (flags.against !== undefined) {
      progress.action(`rendering revision ${flags.against}`);
      const old = await filesAt(root, flags.against, context);
      before = await previewRepository(old, { ...options(), isChecked: false }, signal);
    }
    const reports = reportsOf(clusters, before);
    print(format(reports), flags, context);
    if (flags.watch === true) await watch({ preview, files, root }, clusters, flags, context);
    else judge(clusters, reports);
  } finally {
    preview.close();
  }
}

function judge(clusters: readonly PreviewedCluster[], reports: readonly ClusterReport[]): void {
  if (!isSound(clusters)) throw new CliError('the repository has errors', { exitCode: exitCodes.unsound });
  if (reports.some(({ changes = [] }) => changes.length > 0)) {
    throw new CliError('the revisions differ', { exitCode: exitCodes.differs, isWarning: true });
  }
}

interface Watched {
  readonly preview: RepositoryPreview;
  readonly files: FileTree;
  readonly root: string;
}

async function watch(
  { preview, files, root }: Watched,
  first: readonly PreviewedCluster[],
  flags: PreviewFlags,
  context: CliContext,
): Promise<void> {
  const { progress, clock, signal } = context;
  progress.waiting(`watching ${root}; press Ctrl-C to stop`);
  try {
    const changes = folderChanges(root, clock, signal);
    for await (const { reports, tookMs } of watchPreview({ preview, files, clock, changes }, first, signal)) {
      print(formatNews(reports), flags, context);
      progress.success(`rendered again in ${Math.round(tookMs)} ms`);
    }
  } catch (thrown) {
    if (!signal.aborted) throw thrown;
  }
}

function print(text: string, { output }: PreviewFlags, { terminal }: CliContext): void {
  terminal.out(output === 'text' && terminal.hasColors === true ? paintReport(text, terminalPaint) : text);
}

/** The repository around a folder, and the folder inside it. A folder outside of any repository is its own root. */
function locate(folder: string): { readonly root: string; readonly start: string } {
  if (!existsSync(folder) || !statSync(folder).isDirectory()) {
    throw new CliError(`'${folder}' is not a folder: name a GitOps repository, or the folder of a cluster in one`);
  }
  const real = realpathSync(folder);
  let root = real;
  while (!existsSync(join(root, '.git')) && root !== dirname(root)) root = dirname(root);
  if (!existsSync(join(root, '.git'))) root = real;
  return { root, start: `/${relative(root, real).split(sep).join('/')}` };
}

async function filesAt(root: string, revision: string, { environment, signal }: CliContext): Promise<FileTree> {
  const temporaryFolder = mkdtempSync(join(tmpdir(), 'flux19-preview-'));
  try {
    const { gitFolder } = openLocalRepository(root);
    const program = { searchPath: environment['PATH'] ?? '', temporaryFolder };
    const { files } = await readRevision(program, gitFolder, revision, signal);
    return memoryTree(new Map([...files].map(([path, content]) => [`/${path}`, content])));
  } catch (cause) {
    if (cause instanceof GitError)
      throw new CliError(`--against ${revision}: ${cause.message}`, { cause, exitCode: exitCodes.unsound });
    throw cause;
  } finally {
    rmSync(temporaryFolder, { recursive: true });
  }
}

function parseLocalSources(texts: readonly string[]): ReadonlyMap<string, string> {
  return new Map(
    texts.map((text) => {
      const [, source, path] = /^([A-Za-z]+\/[^/=]+\/[^/=]+)=(.+)$/.exec(text) ?? [];
      if (source === undefined || path === undefined) {
        throw new CliError(`--local-sources ${text}: must be Kind/namespace/name=folder`);
      }
      return [source, `/${path.replace(/^\.?\/+/, '')}`];
    }),
  );
}

function reportsOf(
  clusters: readonly PreviewedCluster[],
  before: readonly PreviewedCluster[] | undefined,
): readonly ClusterReport[] {
  return before === undefined
    ? clusters.map((cluster) => ({ cluster, changes: undefined }))
    : differences(before, clusters);
}
