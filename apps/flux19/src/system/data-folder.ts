import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Where one process keeps what it has to keep. */
export interface DataFolder {
  readonly cluster: string;
  readonly artifacts: string;
  readonly gitCache: string;
  readonly repositories: string;
  /** Content of the registry. */
  readonly registry: string;
  /** Unpacked images. */
  readonly images: string;
  readonly temporary: string;
  /** The kubeconfig of the embedded cluster. */
  readonly kubeconfig: string;
  /** Where the process logs to, unless it logs to standard error. */
  readonly logFile: string;
  /** Forgets what was only kept for the time of the process. */
  dispose(): void;
}

/** Opens the given folder, or a passing one that goes with the process. All of it is readable by its owner only. */
export function openDataFolder(path: string | undefined): DataFolder {
  const root = path ?? mkdtempSync(join(tmpdir(), 'flux19-'));
  const folder = (name: string): string => {
    const inside = join(root, name);
    mkdirSync(inside, { recursive: true, mode: 0o700 });
    return inside;
  };
  const temporary = folder('tmp');
  return {
    cluster: folder('cluster'),
    artifacts: folder('artifacts'),
    gitCache: folder('git-cache'),
    repositories: folder('repositories'),
    registry: folder('registry'),
    images: folder('images'),
    temporary,
    kubeconfig: join(root, 'kubeconfig'),
    logFile: join(root, 'flux19.log'),
    dispose: () => rmSync(path === undefined ? root : temporary, { recursive: true, force: true }),
  };
}
