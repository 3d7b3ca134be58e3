import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { userInfo } from 'node:os';
import { join } from 'node:path';
import {
  type BackgroundCommand,
  bareEnvironment,
  freePort,
  mustRun,
  runCommand,
  startCommand,
} from '@flux19/processes';
import { installWithApt } from '../clients/apt-package.ts';

export interface SshServer {
  /** `ssh://user@127.0.0.1:port`, to be followed by the path of a repository. */
  readonly url: string;
  /** Private key that the server accepts. */
  readonly keyFile: string;
  /** Its line of a known_hosts file. */
  readonly knownHost: string;
  readonly command: BackgroundCommand;
}

const program = '/usr/sbin/sshd';

/** Why there can be no SSH server here; false when there can. Installs it where that is possible. */
export async function whyNoSshServer(): Promise<string | false> {
  const isThere = async () => {
    // Asked for its settings with no host key, sshd complains; that it can be started is all that counts.
    const found = await runCommand(program, ['-V'], { environment: bareEnvironment('/') }).catch(() => undefined);
    return found !== undefined;
  };
  if (await isThere()) return false;
  const failure = await installWithApt('openssh-server');
  return (await isThere()) ? false : `skipped: needs sshd; ${failure ?? 'it cannot be started'}`;
}

/** Starts the real sshd on a loopback port, with keys of its own in a folder. It lets in the user who runs the tests. */
export async function startSshServer(folder: string): Promise<SshServer> {
  mkdirSync(folder, { mode: 0o700 });
  // Where sshd locks itself in before anybody has logged in; only root can make it, and only root's sshd wants it.
  if (process.getuid?.() === 0) mkdirSync('/run/sshd', { recursive: true, mode: 0o755 });
  const environment = bareEnvironment(folder);
  for (const name of ['host', 'person']) {
    await mustRun('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-C', name, '-f', join(folder, name)], {
      environment,
    });
  }
  const { username } = userInfo();
  const port = await freePort();
  const authorized = join(folder, 'authorized_keys');
  writeFileSync(authorized, readFileSync(join(folder, 'person.pub')), { mode: 0o600 });
  const settings = {
    ListenAddress: `127.0.0.1:${port}`,
    HostKey: join(folder, 'host'),
    AuthorizedKeysFile: authorized,
    PidFile: 'none',
    PasswordAuthentication: 'no',
    KbdInteractiveAuthentication: 'no',
    UsePAM: 'no',
    StrictModes: 'no',
    AllowUsers: username,
  };
  const file = join(folder, 'sshd_config');
  writeFileSync(
    file,
    Object.entries(settings)
      .map(([name, value]) => `${name} ${value}\n`)
      .join(''),
  );
  const command = startCommand(program, ['-D', '-e', '-f', file], { environment });
  await command.errMatching(/Server listening on 127\.0\.0\.1/);
  const [type = '', key = ''] = readFileSync(join(folder, 'host.pub'), 'utf8').split(' ');
  return {
    url: `ssh://${username}@127.0.0.1:${port}`,
    keyFile: join(folder, 'person'),
    knownHost: `[127.0.0.1]:${port} ${type} ${key}\n`,
    command,
  };
}
