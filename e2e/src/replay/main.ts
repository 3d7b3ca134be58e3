// `npm run replay`: tells the stories to the embedded server and compares its answers with those of real Kubernetes.
import { parseArgs } from 'node:util';
import { findReferencePrograms, startReferenceServer } from '@flux19/reference-server';
import { readAnswers, writeAnswers } from './answers-file.ts';
import { compare, type Difference } from './compare.ts';
import { startEmbeddedServer } from './embedded-server.ts';
import type { Telling } from './exchange.ts';
import { isKnown, knownDifferences } from './known-differences.ts';
import { users } from './server-under-test.ts';
import { allStories } from './stories/all-stories.ts';
import type { Story } from './story.ts';
import { tellStory } from './tell-story.ts';

const { values: flags, positionals: wanted } = parseArgs({
  allowPositionals: true,
  options: {
    record: { type: 'boolean', default: false },
    live: { type: 'boolean', default: false },
    known: { type: 'boolean', default: false },
    'kube-apiserver': { type: 'string' },
    etcd: { type: 'string' },
  },
});

/** What the real server does in the background is switched off, so that only requests move the resource version; it serves all that ours does. */
const quietFlags: readonly string[] = [
  '--endpoint-reconciler-type=none',
  '--etcd-compaction-interval=0',
  '--runtime-config=api/all=true',
  '--feature-gates=APIServerIdentity=false,UnknownVersionInteroperabilityProxy=false,GenericWorkload=true,TopologyAwareWorkloadScheduling=true,CompositePodGroup=true,EvictionRequestAPI=true',
];

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

const stories = allStories.filter(
  ({ subject }) => wanted.length === 0 || wanted.some((word) => subject.includes(word)),
);

async function tellReal(): Promise<Map<string, Telling> | undefined> {
  const programs = await findReferencePrograms({
    given: { kubeApiServer: flags['kube-apiserver'], etcd: flags.etcd },
    environment: Object.fromEntries(Object.entries(process.env).map(([name, value]) => [name, value ?? ''])),
    say,
  });
  if (programs === undefined) return undefined;
  const server = await startReferenceServer({ programs, users: [users.admin, users.reader], flags: quietFlags });
  try {
    return await tellAll(server);
  } finally {
    await server.close();
  }
}

async function tellAll(server: Parameters<typeof tellStory>[1]): Promise<Map<string, Telling>> {
  const tellings = new Map<string, Telling>();
  for (const story of stories)
    tellings.set(story.subject, await tellStory(story, server, ({ message }) => say(message)));
  return tellings;
}

async function record(): Promise<void> {
  // What two runs of the same server answer differently is not the same for a third server either.
  const first = await tellReal();
  const second = first === undefined ? undefined : await tellReal();
  if (first === undefined || second === undefined) return;
  let unsteady = 0;
  for (const story of stories) {
    const telling = first.get(story.subject);
    const again = second.get(story.subject);
    if (telling === undefined || again === undefined) continue;
    const { differences } = compare(again, telling);
    unsteady += differences.length;
    differences.forEach(show);
    writeAnswers(telling);
  }
  say(`recorded ${stories.length} stories; ${unsteady} requests were answered differently the second time`);
  process.exitCode = unsteady > 0 ? 1 : 0;
}

async function compareAll(): Promise<void> {
  const real = flags.live ? await tellReal() : new Map(stories.flatMap(recorded));
  if (real === undefined) return;
  const ours = await tellAll(startEmbeddedServer());
  let total = 0;
  let different = 0;
  let unexplained = 0;
  for (const { subject } of stories) {
    const result = compareStory(subject, ours, real);
    total += result.total;
    different += result.differences.length;
    const surprises = result.differences.filter((one) => !isKnown(one));
    unexplained += surprises.length;
    (flags.known ? result.differences : surprises).forEach(show);
  }
  const known = different - unexplained;
  say(`${total - different} of ${total} equal${known > 0 ? `, ${known} differ for a reason that is listed` : ''}`);
  process.exitCode = unexplained > 0 ? 1 : 0;
}

function recorded({ subject }: Story): [string, Telling][] {
  const answers = readAnswers(subject);
  if (answers === undefined) say(`${subject}: no answers are recorded`);
  return answers === undefined ? [] : [[subject, answers]];
}

function compareStory(subject: string, ours: Map<string, Telling>, real: Map<string, Telling>) {
  const none: Telling = { subject, exchanges: [] };
  return compare(ours.get(subject) ?? none, real.get(subject) ?? none);
}

function show(difference: Difference): void {
  say(`${difference.subject}: ${difference.title}\n    ${difference.request}`);
  for (const line of difference.lines) say(`  ${line}`);
  const reason = knownDifferences.find(({ answers }) => answers.includes(`${difference.subject}: ${difference.title}`));
  if (reason !== undefined) say(`  known: ${reason.reason}`);
}

await (flags.record ? record() : compareAll());
