import { existsSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createGoTool } from '@flux19/processes';

/** Paths of the programs. */
export interface ReferencePrograms {
  readonly kubeApiServer: string;
  readonly etcd: string;
}

/** Folder of the Go module that pins the versions. */
const module: string = fileURLToPath(new URL('../go', import.meta.url));
/** Folder of the built programs, which git ignores. */
const builtFolder: string = join(module, 'built');

const packages: Readonly<Record<keyof ReferencePrograms, string>> = {
  kubeApiServer: 'k8s.io/kubernetes/cmd/kube-apiserver',
  etcd: 'go.etcd.io/etcd/server/v3',
};

export interface ProgramSearch {
  /** Programs that are there already. */
  readonly given: { readonly [name in keyof ReferencePrograms]: string | undefined };
  /** For the go command. */
  readonly environment: Readonly<Record<string, string>>;
  readonly say: (line: string) => void;
}

/** Finds the programs, or builds them; undefined, and says why, where there is no Go to build them with. */
export async function findReferencePrograms({
  given,
  environment,
  say,
}: ProgramSearch): Promise<ReferencePrograms | undefined> {
  const { kubeApiServer, etcd } = given;
  if (kubeApiServer !== undefined && etcd !== undefined) return { kubeApiServer, etcd };
  const built: ReferencePrograms = {
    kubeApiServer: join(builtFolder, 'kube-apiserver'),
    etcd: join(builtFolder, 'etcd'),
  };
  const missing = (Object.keys(built) as (keyof ReferencePrograms)[]).filter((name) => !existsSync(built[name]));
  if (missing.length === 0) return built;
  const go = createGoTool(module, environment);
  try {
    await go.run('go', ['version']);
  } catch {
    say(
      'skipped: the real server is built with Go 1.26, which is not here; --kube-apiserver and --etcd name built programs',
    );
    return undefined;
  }
  await mkdir(builtFolder, { recursive: true });
  for (const name of missing) {
    say(`building ${packages[name]}: minutes the first time, at low priority`);
    await go.run('nice', ['-n', '19', 'go', 'build', '-o', built[name], packages[name]]);
  }
  return built;
}
