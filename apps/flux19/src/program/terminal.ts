/** Where a command writes. Progress goes to standard error, results to standard output, as in flux. */
export interface Terminal {
  /** Writes a result, as it is. */
  out(text: string): void;
  /** Writes a line of progress. */
  err(line: string): void;
  /** A person watches the lines of progress as they come: long waits are explained to them, and to no pipe. */
  readonly isWatched?: boolean;
  /** Results go to somebody who sees colours. */
  readonly hasColors?: boolean;
  /** Characters of a line; unknown where nobody looks. */
  readonly columns?: number;
}

/** The marks by which flux tells the lines of its progress apart. */
export interface Progress {
  /** Something is being done. */
  action(text: string): void;
  /** Something is being made up. */
  generate(text: string): void;
  waiting(text: string): void;
  success(text: string): void;
  failure(text: string): void;
  warning(text: string): void;
}

export function progressOn(terminal: Terminal): Progress {
  const line = (mark: string) => (text: string) => terminal.err(`${mark} ${text}`);
  return {
    action: line('►'),
    generate: line('✚'),
    waiting: line('◎'),
    success: line('✔'),
    failure: line('✗'),
    warning: line('⚠️'),
  };
}
