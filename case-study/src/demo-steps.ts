import type { KubeClient, ObjectAddress } from '@flux19/kube';
import type { KubeObject } from '@flux19/objects';
import { fetchHeading } from './browser.ts';
import type { Picture } from './report.ts';
import { releases, type Stage } from './stage.ts';
import type { Step } from './story.ts';
import { appliedRevision, attemptedRevision, readyOf, seen } from './watching.ts';
import { pushWebImage, releaseIn, webImage } from './web-image.ts';

export interface DemoOptions extends Stage {
  /** Looks at the page in a browser, and takes a picture where it can. Rejects when the heading is another. */
  readonly look: (url: string, heading: string, picture: Picture) => Promise<void>;
}

const kustomization = address('kustomize.toolkit.fluxcd.io/v1', 'Kustomization', 'flux-system');
const imagePolicy = address('image.toolkit.fluxcd.io/v1', 'ImagePolicy', 'flux-system');
const automation = address('image.toolkit.fluxcd.io/v1', 'ImageUpdateAutomation', 'flux-system');
const deployment = address('apps/v1', 'Deployment', 'web');
const service = address('v1', 'Service', 'web');

const replicas = 5;
const { before, after } = releases;

/** The case study: deployed from git, changed by a new image, rolled back, healed, pruned, broken and repaired. */
export function demoSteps(options: DemoOptions): readonly Step[] {
  return [...imageSteps(options), ...gitSteps(options)];
}

function imageSteps({ system, copy, chat, look }: DemoOptions): readonly Step[] {
  const { client } = system;
  return [
    {
      title: 'the application is deployed from git, with 5 replicas',
      command: 'flux19 get kustomizations; kubectl -n web get pods,service',
      run: async () => {
        await seenRunning(client, before.tag);
        const url = await seenPage(client, before.state);
        return `5 of 5 Pods are ready, and ${url} says "${before.state}"`;
      },
      confirm: async () =>
        look(await addressOfPage(client), before.state, { file: 'before.png', title: 'Deployed from git' }),
    },
    {
      title: 'a new image is pushed, scanned and chosen',
      command: `docker push ${webImage}:${after.tag}; flux19 get images all`,
      run: async () => {
        await pushWebImage(releaseIn(system, after.tag), after.state);
        await seen(
          client,
          imagePolicy,
          (object) => latestTag(object) === after.tag,
          `the policy's choice of ${after.tag}`,
        );
        return `the policy chose ${webImage}:${after.tag}`;
      },
    },
    {
      title: 'the automation commits it to git',
      command: 'git pull && git log -p -1; flux19 get image update',
      run: async () => {
        await copy.pullUntil(after.tag, 'apps/web/deployment.yaml');
        const line = (await copy.git('log', '-1', '--format=%h by %an: %s')).trim();
        return `commit ${line}`;
      },
    },
    {
      title: 'the commit is applied and rolled out, and the page changes',
      command: 'flux19 get kustomizations; kubectl -n web rollout status deployment web',
      run: async () => {
        await seenApplied(client, await copy.head());
        await seenRunning(client, after.tag);
        await seenPage(client, after.state);
        return `5 of 5 Pods run ${after.tag}, and the page says "${after.state}"`;
      },
      confirm: async () =>
        look(await addressOfPage(client), after.state, { file: 'after.png', title: 'After the new image' }),
    },
    {
      title: 'the chat is told',
      command: 'flux19 get alerts; flux19 events --for Kustomization/web',
      run: async () => `"${(await chat.heard(await copy.head())).replaceAll('\n', ' ')}"`,
    },
    {
      title: 'a revert brings the old page back',
      command: 'flux19 suspend image update web; git revert HEAD && git push',
      run: async () => {
        // Otherwise the automation would, rightly, write the newest image again.
        const suspended = { spec: { suspend: true } };
        await client.patch(automation, suspended, { type: 'merge', fieldManager: 'flux' }, AbortSignal.timeout(10_000));
        await seenApplied(client, await copy.revert());
        await seenRunning(client, before.tag);
        await seenPage(client, before.state);
        return `rolled back: 5 of 5 Pods run ${before.tag}, and the page says "${before.state}"`;
      },
      confirm: async () =>
        look(await addressOfPage(client), before.state, { file: 'reverted.png', title: 'After the revert' }),
    },
  ];
}

function gitSteps({ system: { client }, copy }: DemoOptions): readonly Step[] {
  return [
    {
      title: 'a deleted object comes back',
      command: 'kubectl -n web delete deployment web',
      run: async () => {
        const deleted = await client.get(deployment, AbortSignal.timeout(10_000));
        await client.delete(deployment, { propagationPolicy: 'Background' }, AbortSignal.timeout(10_000));
        const isNew = (object: KubeObject | undefined): boolean =>
          object !== undefined && object.metadata.uid !== deleted.metadata.uid && isRunning(object, before.tag);
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
        const url = await seenPage(client, before.state);
        return `the Service is back: ${url} answers`;
      },
    },
    {
      title: 'a broken commit explains itself and leaves the last good state running',
      command: 'git commit -am "Break the Deployment" && git push; flux19 get kustomizations',
      run: async () => {
        const path = 'apps/web/deployment.yaml';
        copy.write(path, copy.read(path).replace(`  replicas: ${replicas}`, `  replicas: [${replicas}`));
        const message = await seenFailing(client, await copy.push('Break the Deployment'));
        if (!message.includes('deployment.yaml')) throw new Error(`the message does not name the file: ${message}`);
        await seenRunning(client, before.tag);
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
  ];
}

/** Everything of the case study has the same name. */
function address(apiVersion: string, kind: string, namespace: string): ObjectAddress {
  return { apiVersion, kind, namespace, name: 'web' };
}

async function seenRunning(client: KubeClient, tag: string): Promise<void> {
  await seen(client, deployment, (object) => isRunning(object, tag), `${replicas} Pods of ${tag} that are ready`);
}

function isRunning(object: KubeObject | undefined, tag: string): boolean {
  const {
    spec,
    status = {},
    metadata,
  } = (object ?? {}) as unknown as {
    readonly metadata?: { readonly generation?: number };
    readonly spec?: {
      readonly template: { readonly spec: { readonly containers: readonly { readonly image: string }[] } };
    };
    readonly status?: Readonly<Record<string, number>>;
  };
  const counts = [status['availableReplicas'], status['updatedReplicas'], status['replicas']];
  return (
    spec?.template.spec.containers[0]?.image === `${webImage}:${tag}` &&
    status['observedGeneration'] === metadata?.generation &&
    counts.every((count) => count === replicas)
  );
}

async function seenApplied(client: KubeClient, commit: string): Promise<void> {
  await seen(
    client,
    kustomization,
    (object) => appliedRevision(object).endsWith(commit) && readyOf(object)?.status === 'True',
    `commit ${commit} applied`,
  );
}

/** Waits until a commit was refused, and returns why. */
async function seenFailing(client: KubeClient, commit: string): Promise<string> {
  const failed = await seen(
    client,
    kustomization,
    (object) => attemptedRevision(object).endsWith(commit) && readyOf(object)?.status === 'False',
    'the failure of the broken commit',
  );
  return readyOf(failed)?.message ?? '';
}

/** Looks at the page through the Service until it says what it should, and returns its address. */
async function seenPage(client: KubeClient, state: string): Promise<string> {
  const url = await addressOfPage(client);
  const signal = AbortSignal.timeout(30_000);
  let heading = '';
  while (!signal.aborted) {
    heading = await fetchHeading(url);
    if (heading === state) return url;
  }
  throw new Error(`${url} says "${heading}" and not "${state}"`);
}

async function addressOfPage(client: KubeClient): Promise<string> {
  const balanced = await seen(client, service, (object) => ipOf(object) !== '', 'an address of the Service');
  return `http://${ipOf(balanced)}:8080/`;
}

function ipOf(object: KubeObject | undefined): string {
  const status = (object?.['status'] ?? {}) as {
    readonly loadBalancer?: { readonly ingress?: readonly { readonly ip?: string }[] };
  };
  return status.loadBalancer?.ingress?.[0]?.ip ?? '';
}

function latestTag(object: KubeObject | undefined): string {
  const status = (object?.['status'] ?? {}) as { readonly latestRef?: { readonly tag?: string } };
  return status.latestRef?.tag ?? '';
}
