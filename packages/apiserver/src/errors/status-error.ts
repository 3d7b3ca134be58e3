import type { Status, StatusDetails } from './status.ts';

export interface StatusErrorOptions {
  readonly code: number;
  readonly reason: string;
  readonly message: string;
  readonly details?: StatusDetails;
  readonly cause?: unknown;
}

/** A refusal as Kubernetes words it; its status becomes the body of the answer. */
export class StatusError extends Error {
  override readonly name = 'StatusError';
  readonly status: Status;

  constructor({ code, reason, message, details, cause }: StatusErrorOptions) {
    super(message, cause === undefined ? {} : { cause });
    this.status = {
      kind: 'Status',
      apiVersion: 'v1',
      metadata: {},
      status: 'Failure',
      message,
      ...(reason === '' ? {} : { reason }),
      ...(details === undefined ? {} : { details }),
      code,
    };
  }
}
