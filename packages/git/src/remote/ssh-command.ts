/** The files that ssh is to use. */
export interface SshFiles {
  readonly identity: string;
  readonly knownHosts: string;
  /** Prints the passphrase of the key; absent when it has none. */
  readonly askPass?: string;
}

/**
 * The command for GIT_SSH_COMMAND: only the given key and the given hosts count, nothing of the user's or machine's set-up,
 * nothing is asked. Git hands the text to a shell, hence the quotes.
 */
export function sshCommand(files: SshFiles): string {
  const options = [
    'StrictHostKeyChecking=yes',
    `UserKnownHostsFile="${files.knownHosts}"`,
    'GlobalKnownHostsFile=none',
    'UpdateHostKeys=no',
    'IdentitiesOnly=yes',
    'IdentityAgent=none',
    'PreferredAuthentications=publickey',
    'PasswordAuthentication=no',
    'KbdInteractiveAuthentication=no',
    'NumberOfPasswordPrompts=1',
    `BatchMode=${files.askPass === undefined ? 'yes' : 'no'}`,
    'ClearAllForwardings=yes',
    'PermitLocalCommand=no',
    'ControlMaster=no',
    'ControlPath=none',
    'ConnectTimeout=30',
    'LogLevel=ERROR',
  ];
  const words = ['ssh', '-F', 'none', '-i', files.identity, ...options.flatMap((option) => ['-o', option])];
  return words.map(quote).join(' ');
}

function quote(word: string): string {
  return `'${word.replaceAll("'", "'\\''")}'`;
}
