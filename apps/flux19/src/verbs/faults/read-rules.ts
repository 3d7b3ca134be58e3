import { text as readStream } from 'node:stream/consumers';
import {
  type ActiveFaultRule,
  type FaultMatch,
  type FaultRule,
  FaultRuleError,
  parseFaultRules,
} from '@flux19/cluster';
import { parseYaml, YamlError } from '@flux19/yaml';
import type { CliContext } from '../../program/cli-context.ts';
import { CliError } from '../../program/cli-error.ts';
import { readFaultFile } from '../../system/cluster-inputs.ts';

/** What the cluster answers. */
export interface FaultList {
  readonly items: readonly ActiveFaultRule[];
}

/** Flags that say what one rule says. */
export interface FaultFlags extends Omit<FaultMatch, 'groups' | 'paths'> {
  readonly name?: string;
  readonly status?: number;
  readonly message?: string;
  readonly retryAfter?: number;
  readonly delay?: number;
  readonly truncate?: number;
  readonly stall?: number;
  readonly dropWatch?: number;
  readonly expireWatch?: number;
  readonly reset?: boolean;
  readonly loseAnswer?: boolean;
  readonly restart?: number;
  readonly probability?: number;
  readonly seed?: number;
  readonly skip?: number;
  readonly times?: number;
}

/** The rules of a file, of standard input, or the one that the flags describe. Throws CliError. */
export async function readRules(
  file: string | undefined,
  flags: FaultFlags,
  context: CliContext,
): Promise<readonly FaultRule[]> {
  if (file === undefined) return checked(() => parseFaultRules(ruleOf(flags)), 'the flags make no rule');
  if (file !== '-') return readFaultFile(file, context);
  const text = context.input === undefined ? '' : await readStream(context.input);
  return checked(() => parseFaultRules(parseYaml(text)), 'cannot read the faults of standard input');
}

function checked(read: () => readonly FaultRule[], what: string): readonly FaultRule[] {
  try {
    return read();
  } catch (cause) {
    if (!(cause instanceof FaultRuleError || cause instanceof YamlError)) throw cause;
    throw new CliError(`${what}: ${cause.message.replaceAll('faults[0].', '')}`, { cause });
  }
}

const matchFlags = [
  'verbs',
  'resources',
  'kinds',
  'subresources',
  'namespaces',
  'names',
  'users',
  'userAgents',
] as const;
const ruleFlags = ['name', 'probability', 'seed', 'skip', 'times'] as const;

function ruleOf(flags: FaultFlags): object {
  const [fault, ...others] = faultsOf(flags);
  if (fault === undefined) {
    throw new CliError('no fault is named', { hints: ['name one, such as --status 503 or --delay 500, or a file'] });
  }
  if (others.length > 0)
    throw new CliError('a rule has one fault: name one of them, and add another rule for the others');
  const match = pick(flags, matchFlags);
  return { ...pick(flags, ruleFlags), ...(Object.keys(match).length === 0 ? {} : { match }), fault };
}

function pick<Name extends keyof FaultFlags>(flags: FaultFlags, names: readonly Name[]): object {
  return Object.fromEntries(names.flatMap((name) => (flags[name] === undefined ? [] : [[name, flags[name]]])));
}

function faultsOf(flags: FaultFlags): object[] {
  const { status, message, retryAfter, delay, truncate, stall, dropWatch, expireWatch, restart } = flags;
  const details = {
    ...(message === undefined ? {} : { message }),
    ...(retryAfter === undefined ? {} : { retryAfterSeconds: retryAfter }),
  };
  return [
    status === undefined ? undefined : { kind: 'status', code: status, ...details },
    delay === undefined ? undefined : { kind: 'delay', ms: delay },
    truncate === undefined ? undefined : { kind: 'truncate', afterBytes: truncate },
    stall === undefined ? undefined : { kind: 'stall', afterBytes: stall },
    dropWatch === undefined ? undefined : { kind: 'dropWatch', afterEvents: dropWatch },
    expireWatch === undefined ? undefined : { kind: 'expireWatch', afterEvents: expireWatch },
    flags.reset === true ? { kind: 'reset' } : undefined,
    flags.loseAnswer === true ? { kind: 'loseAnswer' } : undefined,
    restart === undefined ? undefined : { kind: 'restart', downMs: restart },
  ].filter((fault) => fault !== undefined);
}
