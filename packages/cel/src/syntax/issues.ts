import { CelError } from '../cel-error.ts';

interface Issue {
  readonly at: number;
  readonly message: string;
}

/** Collects what is wrong with a source, and prints it as cel-go does. */
export class Issues {
  readonly #source: string;
  readonly #issues: Issue[] = [];

  constructor(source: string) {
    this.#source = source;
  }

  get isEmpty(): boolean {
    return this.#issues.length === 0;
  }

  /** Notes an issue at an offset of the source. */
  report(at: number, message: string): void {
    if (this.#issues.length < 100) this.#issues.push({ at, message });
  }

  /** Throws all issues as one error, if there are any. */
  throwIfAny(failure: 'syntax' | 'type'): void {
    if (!this.isEmpty) throw new CelError(failure, this.toString());
  }

  toString(): string {
    return this.#issues
      .toSorted((left, right) => left.at - right.at)
      .map((issue) => this.#print(issue))
      .join('\n');
  }

  #print({ at, message }: Issue): string {
    const start = this.#source.lastIndexOf('\n', at - 1) + 1;
    const end = this.#source.indexOf('\n', start);
    const line = this.#source.slice(0, start).split('\n').length;
    const snippet = this.#source.slice(start, end < 0 ? undefined : end).replaceAll('\t', ' ');
    const before = [...this.#source.slice(start, at)];
    const head = `ERROR: <input>:${line}:${before.length + 1}: ${message}`;
    if (snippet.length > 16_384) return head;
    const dots = before.map((rune) => (isWide(rune) ? '\uff0e' : '.')).join('');
    const pointed = [...snippet][before.length] ?? '';
    return `${head}\n | ${snippet}\n | ${dots}${isWide(pointed) ? '\uff3e' : '^'}`;
  }
}

/** Whether a character is more than one byte in UTF-8; those are pointed at with wide dots. */
function isWide(rune: string): boolean {
  return (rune.codePointAt(0) ?? 0) > 0x7f;
}
