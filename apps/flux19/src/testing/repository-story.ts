import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { groups } from '@flux19/api';
import type { Condition, KubeObject } from '@flux19/objects';
import { createLogger } from '@flux19/runtime';
import { openDataFolder } from '../system/data-folder.ts';
import { type FluxSystem, startSystem } from '../system/start-system.ts';
import { type CommittedFile, commitFolder } from './commit-folder.ts';

/** The whole system in this process, and a repository on this machine that it follows as the source `repo`. */
export interface RepositoryStory {
  readonly system: FluxSystem;
  /** Commits files and makes the source look at once. */
  commit(files: Readonly<Record<string, CommittedFile>>): void;
  /** Creates a Kustomization; its path is the folder of its name unless the spec says otherwise. */
  follow(name: string, spec?: Readonly<Record<string, unknown>>): Promise<void>;
  /** An object of Flux in the namespace `flux-system`. */
  get(kind: 'Kustomization' | 'GitRepository', name: string): Promise<KubeObject>;
  close(): Promise<void>;
}

const namespace = 'flux-system';
const { signal } = new AbortController();

export async function startRepositoryStory(files: Readonly<Record<string, CommittedFile>>): Promise<RepositoryStory> {
  const folder = mkdtempSync(join(tmpdir(), 'flux19-story-'));
  commitFolder(folder, files);
  const system = await startSystem({
    data: openDataFolder(undefined),
    log: createLogger({ level: 'error', write: () => undefined }),
    namespace,
    searchPath: process.env['PATH'] ?? '',
    isKept: false,
    linkedRepositories: new Map([['repo', join(folder, '.git')]]),
  });
  const url = `${system.git.listener.url}/repo`;
  await system.client.create(gitRepository('repo', url), {}, signal);
  return {
    system,
    commit(changed) {
      commitFolder(folder, changed);
      system.controllers.noticePush(url);
    },
    async follow(name, spec = {}) {
      const sourceRef = { kind: 'GitRepository', name: 'repo' };
      const defaults = { interval: '1h', retryInterval: '1h', prune: true, path: `./${name}`, sourceRef };
      const kind = { apiVersion: `${groups.kustomize}/v1`, kind: 'Kustomization' };
      const object = { ...kind, metadata: { name, namespace }, spec: { ...defaults, ...spec } };
      await system.client.create(object, {}, signal);
    },
    get(kind, name) {
      const group = kind === 'Kustomization' ? groups.kustomize : groups.source;
      return system.client.get({ apiVersion: `${group}/v1`, kind, namespace, name }, signal);
    },
    async close() {
      await system.close();
      rmSync(folder, { recursive: true });
    },
  };
}

/** A GitRepository that follows the branch `main`. */
export function gitRepository(name: string, url: string): KubeObject {
  const spec = { interval: '1h', url, ref: { branch: 'main' } };
  return { apiVersion: `${groups.source}/v1`, kind: 'GitRepository', metadata: { name, namespace }, spec };
}

/** Status, reason and message of the Ready condition in one line; empty when there is none. */
export function readyText({ status }: KubeObject): string {
  const { conditions = [] } = (status ?? {}) as { readonly conditions?: readonly Condition[] };
  const ready = conditions.find(({ type }) => type === 'Ready');
  return ready === undefined ? '' : `${ready.status} ${ready.reason}: ${ready.message}`;
}
