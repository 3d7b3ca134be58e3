import { internalError } from '../../errors/api-errors.ts';
import type { Status } from '../../errors/status.ts';
import { StatusError } from '../../errors/status-error.ts';

/** How a command ended, as clients are told. */
export function exitStatus(exitCode: number): Status {
  const base = { kind: 'Status', apiVersion: 'v1', metadata: {} } as const;
  if (exitCode === 0) return { ...base, status: 'Success' };
  return {
    ...base,
    status: 'Failure',
    message: `command terminated with non-zero exit code: command terminated with exit code ${exitCode}`,
    reason: 'NonZeroExitCode',
    details: { causes: [{ reason: 'ExitCode', message: String(exitCode) }] },
  };
}

/** That a command could not be run, or not to its end. */
export function failureStatus(thrown: unknown): Status {
  if (thrown instanceof StatusError) return thrown.status;
  const why = thrown instanceof Error ? thrown.message : String(thrown);
  return internalError(new Error(`error executing command in container: ${why}`, { cause: thrown })).status;
}
