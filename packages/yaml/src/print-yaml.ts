import { compareKeys } from './natural-order.ts';
import { printKey, printNumber, printString, type TextStyle } from './print-scalar.ts';
import type { YamlDialect } from './yaml-value.ts';

/** How values are printed. */
export interface PrintOptions {
  /** Default `sigs`: lines fold after column 80. `v3` prints as kyaml does: no folding, tabs inside blocks. */
  readonly dialect?: YamlDialect | undefined;
  /** Sort keys in Go's natural order; default true. False keeps the order of the object. */
  readonly sortKeys?: boolean | undefined;
}

const foldingWidth = 80;

/** Prints one value as sigs.k8s.io/yaml's Marshal does, with a final line feed. `undefined` fields are left out. */
export function printYaml(value: unknown, options: PrintOptions = {}): string {
  return new YamlPrinter(options).print(value);
}

/** Prints values as a stream joined by `---`, as `kustomize build` does. */
export function printDocuments(values: readonly unknown[], options: PrintOptions = {}): string {
  const printer = new YamlPrinter(options);
  return values.map((value) => printer.print(value)).join('---\n');
}

type Fields = Readonly<Record<string, unknown>>;

/** Prints values one after another; keys met before are not analysed again. */
class YamlPrinter {
  readonly #style: TextStyle;
  readonly #sortKeys: boolean;
  readonly #keys = new Map<string, string | undefined>();

  constructor({ dialect = 'sigs', sortKeys = true }: PrintOptions) {
    this.#style = { dialect, width: dialect === 'sigs' ? foldingWidth : Number.POSITIVE_INFINITY };
    this.#sortKeys = sortKeys;
  }

  print(value: unknown): string {
    if (isFilledArray(value)) return this.#sequence(value, 0);
    if (isFilledMapping(value)) return this.#mapping(value, 0);
    return `${this.#scalar(value, 0, 2)}\n`;
  }

  /** Items one below the other; the first starts where the caller has arrived, the others are indented. */
  #sequence(items: readonly unknown[], indent: number): string {
    const margin = ' '.repeat(indent);
    let out = '';
    for (const item of items) {
      if (out !== '') out += margin;
      out += `- ${this.#inline(item, indent + 2, indent + 2)}`;
    }
    return out;
  }

  #mapping(fields: Fields, indent: number): string {
    const margin = ' '.repeat(indent);
    let out = '';
    for (const key of this.#keysOf(fields)) {
      if (out !== '') out += margin;
      out += this.#field(key, fields[key], indent);
    }
    return out;
  }

  #field(key: string, value: unknown, indent: number): string {
    const written = this.#key(key);
    if (written === undefined) {
      const text = printString(key, this.#style, indent + 2, indent + 2);
      return `? ${text}\n${' '.repeat(indent)}: ${this.#inline(value, indent + 2, indent + 2)}`;
    }
    // Items of a list stand under their key; fields are indented.
    if (isFilledArray(value)) return `${written}:\n${' '.repeat(indent)}${this.#sequence(value, indent)}`;
    if (isFilledMapping(value)) return `${written}:\n${' '.repeat(indent + 2)}${this.#mapping(value, indent + 2)}`;
    return `${written}: ${this.#scalar(value, indent + written.length + 2, indent + 2)}\n`;
  }

  /** A value that starts on the line of its `- ` or `: `. */
  #inline(value: unknown, column: number, indent: number): string {
    if (isFilledArray(value)) return this.#sequence(value, indent);
    if (isFilledMapping(value)) return this.#mapping(value, indent);
    return `${this.#scalar(value, column, indent)}\n`;
  }

  #key(key: string): string | undefined {
    if (this.#keys.has(key)) return this.#keys.get(key);
    const written = printKey(key, this.#style);
    this.#keys.set(key, written);
    return written;
  }

  #keysOf(fields: Fields): string[] {
    const keys = Object.keys(fields).filter((key) => fields[key] !== undefined);
    if (!this.#sortKeys || keys.length < 2) return keys;
    const lettersFirstAfterDigits = this.#style.dialect === 'v3';
    return keys.sort((a, b) => compareKeys(a, b, lettersFirstAfterDigits));
  }

  #scalar(value: unknown, column: number, indent: number): string {
    switch (typeof value) {
      case 'string':
        return printString(value, this.#style, column, indent);
      case 'number':
      case 'bigint':
        return printNumber(value);
      case 'boolean':
        return String(value);
      case 'undefined':
        return 'null';
      case 'object':
        return value === null ? 'null' : Array.isArray(value) ? '[]' : '{}';
      default:
        throw new TypeError(`a ${typeof value} cannot be printed as YAML`);
    }
  }
}

function isFilledArray(value: unknown): value is readonly unknown[] {
  return Array.isArray(value) && value.length > 0;
}

function isFilledMapping(value: unknown): value is Fields {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
  return Object.values(value).some((field) => field !== undefined);
}
