import { badRequest } from '../../errors/api-errors.ts';
import { isQueryTrue } from '../../http/request-info.ts';

/** What a client of exec or attach asks for. https://kubernetes.io/docs/reference/generated/kubernetes-api/v1.34/#podexecoptions-v1-core */
export interface CommandOptions {
  /** Empty for attach. */
  readonly command: readonly string[];
  /** Empty for the only container. */
  readonly container: string;
  readonly stdin: boolean;
  readonly stdout: boolean;
  readonly stderr: boolean;
  readonly isTerminal: boolean;
}

/** Reads the query of a request. Throws StatusError 400. */
export function readCommandOptions(query: URLSearchParams): CommandOptions {
  const isTerminal = isQueryTrue(query.get('tty'));
  const stdin = isQueryTrue(query.get('stdin'));
  const stdout = isQueryTrue(query.get('stdout'));
  // A terminal has one output only.
  const stderr = isQueryTrue(query.get('stderr')) && !isTerminal;
  if (!stdin && !stdout && !stderr) throw badRequest('you must specify at least 1 of stdin, stdout, stderr');
  return {
    command: query.getAll('command'),
    container: query.get('container') ?? '',
    stdin,
    stdout,
    stderr,
    isTerminal,
  };
}
