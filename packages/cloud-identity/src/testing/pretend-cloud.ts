import { isJsonObject } from '@flux19/objects';
import { ManualClock } from '@flux19/ports';
import { CloudTokens } from '../cloud-tokens.ts';
import type { WorkloadAccount } from '../workload-account.ts';

/** A request that a cloud got. */
export interface SeenCall {
  readonly call: string;
  readonly body: string;
  readonly headers: Headers;
}

/** A cloud without a network: answers are a function, and what was asked is kept. */
export class PretendCloud {
  readonly clock: ManualClock = new ManualClock();
  readonly seen: SeenCall[] = [];
  readonly tokens: CloudTokens;

  constructor(
    answer: (call: SeenCall) => object | string | Response,
    variables: Readonly<Record<string, string>> = {},
    files: Readonly<Record<string, string>> = {},
  ) {
    this.tokens = new CloudTokens({
      clock: this.clock,
      variables,
      readFile: async (path) => files[path] ?? `content of ${path}\n`,
      fetch: async (request) => {
        const { method, url, headers } = request;
        const seen = { call: `${method} ${url}`, body: await request.text(), headers };
        this.seen.push(seen);
        const given = answer(seen);
        if (given instanceof Response) return given;
        return typeof given === 'string' ? new Response(given) : Response.json(given);
      },
    });
  }

  get calls(): readonly string[] {
    return this.seen.map(({ call }) => call);
  }

  /** The fields of a form that was posted. */
  form(index: number): Readonly<Record<string, string>> {
    return Object.fromEntries(new URLSearchParams(this.seen[index]?.body));
  }

  /** The object that was posted. */
  json(index: number): Readonly<Record<string, unknown>> {
    const value: unknown = JSON.parse(this.seen[index]?.body ?? '{}');
    return isJsonObject(value) ? value : {};
  }
}

/** An account whose tokens name their audiences. */
export function account(annotations: Readonly<Record<string, string>>): WorkloadAccount {
  return {
    namespace: 'apps',
    name: 'deployer',
    annotations,
    requestToken: async (audiences) => `token for ${audiences.join(' ')}`,
  };
}
