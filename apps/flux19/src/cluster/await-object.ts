import { formatGoDuration } from '@flux19/expressions';
import type { KubeClient, ObjectAddress } from '@flux19/kube';
import { formatObject, type KubeObject } from '@flux19/objects';
import type { Clock } from '@flux19/ports';
import { readyCondition, statusOf } from '../kinds/flux-kind.ts';
import { CliError } from '../program/cli-error.ts';
import { isTimeout } from '../program/deadline.ts';
import { followObjects } from './follow-objects.ts';
import { hintLines } from './hint-lines.ts';
import { newsTeller } from './news-teller.ts';

export interface AwaitOptions {
  readonly client: KubeClient;
  readonly clock: Clock;
  readonly address: ObjectAddress;
  /** True as soon as the object is as it should be; throws when it will not get there. */
  readonly isDone: (object: KubeObject) => boolean;
  /** Tells news of an object that takes longer than a second. */
  readonly tell: (news: string) => void;
  readonly timeoutMs: number;
}

/** Waits, by a watch, until an object is as it should be, and returns it then. Throws CliError. */
export async function awaitObject(options: AwaitOptions, signal: AbortSignal): Promise<KubeObject> {
  const teller = newsTeller(options.clock, options.tell);
  let latest: KubeObject | undefined;
  try {
    for await (const { type, object } of follow(options, signal)) {
      if (type === 'DELETED') throw new CliError(`${formatObject(object)} was deleted while it was waited for`);
      latest = object;
      if (options.isDone(object)) return object;
      teller.note(newsOf(object));
    }
  } catch (thrown) {
    if (!isTimeout(thrown)) throw thrown;
    throw new CliError('context deadline exceeded', { cause: thrown, hints: lateHints(options, latest) });
  } finally {
    teller.end();
  }
  throw new CliError(`the watch of ${options.address.kind} ${options.address.name} ended`);
}

function follow({ client, clock, address }: AwaitOptions, signal: AbortSignal): ReturnType<typeof followObjects> {
  const { apiVersion, kind, namespace, name } = address;
  const selection = { namespace, fieldSelector: `metadata.name=${name}` };
  return followObjects({ client, clock, resource: { apiVersion, kind }, selection }, signal);
}

/** What the controller last said: how it failed, what it is doing, or else how it went. */
function newsOf(object: KubeObject): string {
  const ready = readyCondition(object);
  const doing = statusOf(object).conditions?.find(({ type, status }) => type === 'Reconciling' && status === 'True');
  const news = ready?.status === 'False' ? ready : (doing ?? ready);
  return news === undefined ? 'no controller has looked at it yet' : `${news.reason}: ${news.message}`;
}

function lateHints({ address, timeoutMs }: AwaitOptions, latest: KubeObject | undefined): readonly string[] {
  const { kind, namespace = '', name } = address;
  return [
    `${kind}/${namespace}/${name} was not reconciled within ${formatGoDuration(timeoutMs)}`,
    ...(latest === undefined ? [] : [`the last that is known of it: ${newsOf(latest)}`, ...hintLines(latest)]),
    `see what happens to it: flux19 events --for ${kind}/${name} -n ${namespace}`,
  ];
}
