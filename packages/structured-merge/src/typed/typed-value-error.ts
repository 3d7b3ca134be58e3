/** Where a value does not fit its schema, and why. `path` is empty for the root. */
export interface TypedFault {
  readonly path: string;
  readonly message: string;
}

/** A value does not fit its schema. The message is the one of Kubernetes. */
export class TypedValueError extends Error {
  override readonly name = 'TypedValueError';
  readonly faults: readonly TypedFault[];

  constructor(faults: readonly TypedFault[], context = '') {
    const lines = faults.map(({ path, message }) => (path === '' ? message : `${path}: ${message}`));
    super(
      context + (lines.length === 1 ? lines.join('') : ['errors:', ...lines.map((line) => `  ${line}`)].join('\n')),
    );
    this.faults = faults;
  }
}

/** Throws when there are faults. */
export function throwFaults(faults: readonly TypedFault[], context?: string): void {
  if (faults.length > 0) throw new TypedValueError(faults, context);
}
