import type { FieldError } from '../errors/field-error.ts';

/** What one walk over a value has found so far. */
export class Findings {
  readonly errors: FieldError[] = [];
  /** Names of properties and indexes of items that lead to the current value. */
  readonly path: (string | number)[] = [];
  /** Failed checks, counted also while quiet. */
  failures = 0;
  /** Passed checks. kube-openapi shows the errors of the alternative with the most of them. */
  matches = 0;
  /** Above zero while alternatives are only tried: failures are counted, their texts not made. */
  quiet = 0;
  readonly #fieldPath: string;
  readonly #texts = new Set<string>();

  constructor(fieldPath: string) {
    this.#fieldPath = fieldPath;
  }

  /** Notes a failure. `make` gets the path inside the value and the path that the error names. */
  report(make: (name: string, field: string) => FieldError): void {
    this.failures++;
    if (this.quiet > 0) return;
    const name = this.name();
    const error = make(name, this.field(name));
    // The same finding may come from several alternatives.
    const identity = `${error.field}\n${error.detail}`;
    if (this.#texts.has(identity)) return;
    this.#texts.add(identity);
    this.errors.push(error);
  }

  /** Takes back everything noted after the given counts. */
  forgive(errorCount: number, failures: number): void {
    this.errors.length = errorCount;
    this.failures = failures;
  }

  /** The path inside the value as kube-openapi writes it. */
  name(): string {
    let text = '';
    for (const segment of this.path) {
      if (typeof segment === 'number') text += `[${segment}]`;
      else text += text === '' ? segment : `.${segment}`;
    }
    return text;
  }

  /** The path for an error, from the path inside the value. */
  field(name: string): string {
    const trimmed = name.startsWith('.') ? name.slice(1) : name;
    if (trimmed === '') return this.whole();
    return this.#fieldPath === '' ? trimmed : `${this.#fieldPath}.${trimmed}`;
  }

  /** The path of the whole value, which errors without a place of their own name. */
  whole(): string {
    return this.#fieldPath === '' ? '<nil>' : this.#fieldPath;
  }
}
