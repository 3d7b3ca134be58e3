import { ReconcileError } from '@flux19/runtime';

/** Reasons that only this controller gives. */
export const automationReasons = {
  invalidUpdateStrategy: 'InvalidUpdateStrategy',
  invalidSourceConfiguration: 'InvalidSourceConfiguration',
  sourceManagerFailed: 'SourceManagerFailed',
  updateFailed: 'UpdateFailed',
  invalidPolicySelector: 'InvalidPolicySelector',
  removedTemplateField: 'RemovedTemplateField',
} as const;

/** A failure that ends a pass. With `never` the object is stalled until its spec changes. */
export function stalled(reason: string, message: string, cause?: unknown): ReconcileError {
  return new ReconcileError(reason, message, { retry: 'never', cause });
}

/** A failure of what prepares the source. */
export function sourceFailure(message: string, cause?: unknown): ReconcileError {
  const text = `failed configuring source manager: ${message}`;
  return new ReconcileError(automationReasons.sourceManagerFailed, text, { cause });
}

export function textOf(thrown: unknown): string {
  return thrown instanceof Error ? thrown.message : String(thrown);
}
