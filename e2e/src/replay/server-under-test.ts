import type { Handler } from '@flux19/ports';

/** A server that stories are told to. */
export interface ServerUnderTest {
  readonly fetch: Handler;
  /** Base URL without a slash at its end. */
  readonly url: string;
  close(): Promise<void>;
}

/** Tokens that both servers know, with the user and the groups behind them. */
export const users: Readonly<Record<'admin' | 'reader', { token: string; name: string; groups: readonly string[] }>> = {
  admin: { token: 'replay-admin', name: 'admin', groups: ['system:masters'] },
  reader: { token: 'replay-reader', name: 'jane', groups: ['readers'] },
};
