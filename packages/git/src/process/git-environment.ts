import { devNull } from 'node:os';

/** A setting as `git config` names it; handed over in the environment, since the command line of a process is open to everybody. */
export type GitSetting = readonly [key: string, value: string];

/** What a git process sees of the world. */
export interface GitEnvironmentOptions {
  /** Folders in which git and ssh are looked for: the value of PATH. */
  readonly searchPath: string;
  /** A folder that does not exist or is empty, so that nothing of a user's set-up is read. */
  readonly home: string;
  /** Schemes that git may talk: `https`, `http`, `ssh`, `file`. Empty: none. */
  readonly protocols: readonly string[];
  readonly settings: readonly GitSetting[];
  readonly variables?: Readonly<Record<string, string>>;
}

/** Applies to every process: nothing runs by itself, nothing asks, nothing of the machine's configuration counts. */
const alwaysSettings: readonly GitSetting[] = [
  ['core.hooksPath', devNull],
  ['core.fsmonitor', 'false'],
  ['core.attributesFile', devNull],
  ['core.excludesFile', devNull],
  ['gc.auto', '0'],
  ['maintenance.auto', 'false'],
  ['protocol.version', '2'],
  ['advice.detachedHead', 'false'],
  ['init.defaultBranch', 'main'],
];

/** The whole environment of a git process: only what stands here, nothing of this process's own. */
export function gitEnvironment(options: GitEnvironmentOptions): Record<string, string> {
  const environment: Record<string, string> = {
    PATH: options.searchPath,
    HOME: options.home,
    XDG_CONFIG_HOME: options.home,
    LC_ALL: 'C',
    GIT_CONFIG_NOSYSTEM: '1',
    GIT_CONFIG_GLOBAL: devNull,
    GIT_ATTR_NOSYSTEM: '1',
    GIT_TERMINAL_PROMPT: '0',
    GIT_ASKPASS: '',
    GIT_OPTIONAL_LOCKS: '0',
    GIT_PROTOCOL_FROM_USER: '0',
    // An empty list would mean "everything allowed".
    GIT_ALLOW_PROTOCOL: options.protocols.length === 0 ? 'none' : options.protocols.join(':'),
    ...options.variables,
  };
  const settings = [...alwaysSettings, ...options.settings];
  environment['GIT_CONFIG_COUNT'] = String(settings.length);
  for (const [index, [key, value]] of settings.entries()) {
    environment[`GIT_CONFIG_KEY_${index}`] = key;
    environment[`GIT_CONFIG_VALUE_${index}`] = value;
  }
  return environment;
}
