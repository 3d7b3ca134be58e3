/** Where in a file something is: 1-based line and column. */
export interface YamlPosition {
  readonly file?: string | undefined;
  readonly line?: number | undefined;
  readonly column?: number | undefined;
}

/** What was wrong with a YAML text. `message` is `file:line:column: reason`; `hint` says in plain words what to do next. */
export class YamlError extends Error {
  override readonly name = 'YamlError';
  /** What is wrong, without the position. */
  readonly reason: string;
  readonly file: string | undefined;
  readonly line: number | undefined;
  readonly column: number | undefined;
  readonly hint: string | undefined;

  constructor(reason: string, position: YamlPosition = {}, options: ErrorOptions & { hint?: string | undefined } = {}) {
    super(`${formatPosition(position)}${reason}`, options);
    this.reason = reason;
    this.file = position.file;
    this.line = position.line;
    this.column = position.column;
    this.hint = options.hint;
  }
}

function formatPosition({ file, line, column }: YamlPosition): string {
  const parts = [file, line, column].filter((part) => part !== undefined);
  if (parts.length === 0) return '';
  return file === undefined ? `line ${parts.join(', column ')}: ` : `${parts.join(':')}: `;
}
