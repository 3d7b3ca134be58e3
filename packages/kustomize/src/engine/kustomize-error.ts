/** Where and why a build failed. */
export interface KustomizeErrorDetails {
  /** PascalCase cause for programs, such as `FileNotFound` or `PatchTargetMissing`. */
  readonly reason?: string | undefined;
  /** Path of the file inside the tree. */
  readonly file?: string | undefined;
  /** 1-based line in `file`. */
  readonly line?: number | undefined;
  /** Field of the kustomization or resource, such as `patches[0].path`. */
  readonly field?: string | undefined;
  readonly cause?: unknown;
}

/** A build that failed. `message` holds the text kustomize would print, with every folder on the way; `summary` says it in one line. */
export class KustomizeError extends Error {
  override readonly name = 'KustomizeError';
  readonly reason: string;
  readonly file: string | undefined;
  readonly line: number | undefined;
  readonly field: string | undefined;

  constructor(message: string, details: KustomizeErrorDetails = {}) {
    super(message, { cause: details.cause });
    this.reason = details.reason ?? 'BuildFailed';
    this.file = details.file;
    this.line = details.line;
    this.field = details.field;
  }

  /** `file:line: field` as far as known; empty when nothing is. */
  get place(): string {
    const position = [this.file, this.line].filter((part) => part !== undefined).join(':');
    return [position, this.field].filter((part) => part !== undefined && part !== '').join(': ');
  }

  /** Where it went wrong and why, without the way there: `/base/kustomization.yaml: resources: '/base/x.yaml' doesn't exist`. */
  get summary(): string {
    let innermost: KustomizeError = this;
    while (innermost.cause instanceof KustomizeError) innermost = innermost.cause;
    return [this.place, innermost.message].filter((part) => part !== '').join(': ');
  }
}
