import { InvalidArgumentError } from 'commander';

/** Where a port is opened, and under which names it may be called. */
export interface ListenAddress {
  readonly host?: string;
  /** 0 or absent: any free one. */
  readonly port?: number;
  /** `*` allows every name: for ports that others reach. */
  readonly allowedHosts?: readonly string[];
}

/** Reads `host:port` or `:port` as Go does: without a host, every address of the machine. */
export function parseListenAddress(flag: string): (text: string) => ListenAddress {
  return (text) => {
    const [, host = '', digits = ''] = /^(.*):(\d+)$/.exec(text) ?? [];
    const port = Number(digits);
    if (digits === '' || port > 65_535) throw new InvalidArgumentError(`--${flag} takes host:port or :port.`);
    const bare = host.replace(/^\[(.*)\]$/, '$1');
    const isLocal = ['localhost', '127.0.0.1', '::1'].includes(bare);
    return { host: bare === '' ? '::' : bare, port, ...(isLocal ? {} : { allowedHosts: ['*'] }) };
  };
}
