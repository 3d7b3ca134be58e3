import type { KubeClient, ObjectAddress } from '@flux19/kube';
import type { KubeObject } from '@flux19/objects';
import type { Step } from './story.ts';
import { appliedRevision, attemptedRevision, conditionOf, seen } from './watching.ts';
import type { WorkingCopy } from './working-copy.ts';

export interface DemoStage {
  readonly client: KubeClient;
  readonly copy: WorkingCopy;
}

const kustomization: ObjectAddress = {
  apiVersion: 'kustomize.toolkit.fluxcd.io/v1',
  kind: 'Kustomization',
  namespace: 'flux-system',
  name: 'web',
};
const deployment: ObjectAddress = { apiVersion: 'apps/v1', kind: 'Deployment', namespace: 'web', name: 'web' };
const service: ObjectAddress = { apiVersion: 'v1', kind: 'Service', namespace: 'web', name: 'web' };
const page = 'apps/web/index.html';
const states = { before: 'State before demo', after: 'State after demo' } as const;

/** The first half of the case study: sync, prune, drift, a mistake, and the way back. */
export function demoSteps(stage: DemoStage): readonly Step[] {
  const { client, copy } = stage;
  return [
    {
      title: 'the application is deployed from git, with 5 replicas',
      command: 'flux19 get kustomizations',
      run: async () => {
        await seenRunning(client, 5);
        const balanced = await seen(client, service, hasAddress, 'an address of the Service');
        await seenPage(client, states.before);
        return `5 of 5 Pods are ready, the page says "${states.before}", the Service is at ${addressOf(balanced)}`;
      },
    },
    {
      title: 'a commit changes the page',
      command: `git commit -am "Say ${states.after}" && git push`,
      run: async () => {
        copy.write(page, copy.read(page).replace(states.before, states.after));
        const commit = await copy.push(`Say ${states.after}`);
        await seenApplied(client, commit);
        await seenPage(client, states.after);
        await seenRunning(client, 5);
        return `commit ${commit.slice(0, 8)} is applied and rolled out: the page says "${states.after}"`;
      },
    },
    {
      title: 'a deleted object comes back',
      command: 'kubectl -n web delete deployment web',
      run: async () => {
        const before = await client.get(deployment, AbortSignal.timeout(10_000));
        await client.delete(deployment, { propagationPolicy: 'Background' }, AbortSignal.timeout(10_000));
        const isNew = (object: KubeObject | undefined): boolean =>
          object !== undefined && object.metadata.uid !== before.metadata.uid && availableOf(object) === 5;
        await seen(client, deployment, isNew, 'the Deployment again');
        return 'the Deployment was made again, and 5 of 5 Pods are ready';
      },
    },
    {
      title: 'what leaves git leaves the cluster',
      command: 'git rm apps/web/service.yaml && git commit && git push',
      run: async () => {
        copy.remove('apps/web/service.yaml');
        const path = 'apps/web/kustomization.yaml';
        copy.write(path, copy.read(path).replace('  - service.yaml\n', ''));
        const commit = await copy.push('Remove the Service');
        await seen(client, service, (object) => object === undefined, 'the end of the Service');
        await seenApplied(client, commit);
        return 'the Service was pruned';
      },
    },
    {
      title: 'a revert brings it back',
      command: 'git revert HEAD && git push',
      run: async () => {
        await seenApplied(client, await copy.revert());
        const again = await seen(client, service, hasAddress, 'the Service again');
        return `the Service is back at ${addressOf(again)}`;
      },
    },
    {
      title: 'a broken commit explains itself and leaves the last good state running',
      command: 'git commit -am "Break the Deployment" && git push; flux19 get kustomizations',
      run: async () => {
        const path = 'apps/web/deployment.yaml';
        copy.write(path, copy.read(path).replace('  replicas: 5', '  replicas: [5'));
        const commit = await copy.push('Break the Deployment');
        const failed = await seen(
          client,
          kustomization,
          (object) => attemptedRevision(object).endsWith(commit) && conditionOf(object, 'Ready')?.status === 'False',
          'the failure of the broken commit',
        );
        const message = conditionOf(failed, 'Ready')?.message ?? '';
        if (!message.includes('deployment.yaml')) throw new Error(`the message does not name the file: ${message}`);
        await seenRunning(client, 5);
        return `${message}\n      ... and 5 of 5 Pods are still ready`;
      },
    },
    {
      title: 'a revert repairs it',
      command: 'git revert HEAD && git push',
      run: async () => {
        const commit = await copy.revert();
        await seenApplied(client, commit);
        return `commit ${commit.slice(0, 8)} is applied`;
      },
    },
    {
      title: 'a revert of the first change rolls back to the old page',
      command: 'git revert <commit> && git push',
      run: async () => {
        const changed = (await copy.git('log', '--format=%H', `--grep=^Say ${states.after}$`)).trim();
        await copy.git('revert', '--no-edit', changed);
        await copy.git('push', '--quiet', 'origin', 'HEAD');
        await seenApplied(client, (await copy.git('rev-parse', 'HEAD')).trim());
        await seenPage(client, states.before);
        await seenRunning(client, 5);
        return `rolled back: the page says "${states.before}"`;
      },
    },
  ];
}

function availableOf(object: KubeObject | undefined): number {
  const status = (object?.['status'] ?? {}) as {
    readonly availableReplicas?: number;
    readonly updatedReplicas?: number;
  };
  return Math.min(status.availableReplicas ?? 0, status.updatedReplicas ?? 0);
}

async function seenRunning(client: KubeClient, replicas: number): Promise<void> {
  await seen(client, deployment, (object) => availableOf(object) === replicas, `${replicas} Pods that are ready`);
}

async function seenApplied(client: KubeClient, commit: string): Promise<void> {
  await seen(
    client,
    kustomization,
    (object) => appliedRevision(object).endsWith(commit) && conditionOf(object, 'Ready')?.status === 'True',
    `commit ${commit} applied`,
  );
}

/** Looks at the page where the Pods of the Deployment get it: in the ConfigMap that they mount. */
async function seenPage(client: KubeClient, text: string): Promise<void> {
  const live = await client.get(deployment, AbortSignal.timeout(10_000));
  const { template } = live['spec'] as {
    readonly template: {
      readonly spec: { readonly volumes?: readonly { readonly configMap?: { readonly name: string } }[] };
    };
  };
  const name = template.spec.volumes?.[0]?.configMap?.name ?? '';
  const address: ObjectAddress = { apiVersion: 'v1', kind: 'ConfigMap', namespace: 'web', name };
  const says = (object: KubeObject | undefined): boolean =>
    ((object?.['data'] ?? {}) as Readonly<Record<string, string>>)['index.html']?.includes(text) === true;
  await seen(client, address, says, `the page with "${text}"`);
}

function hasAddress(object: KubeObject | undefined): boolean {
  return addressOf(object) !== '';
}

function addressOf(object: KubeObject | undefined): string {
  const status = (object?.['status'] ?? {}) as {
    readonly loadBalancer?: { readonly ingress?: readonly { readonly ip?: string }[] };
  };
  return status.loadBalancer?.ingress?.[0]?.ip ?? '';
}
