/** What an {@link OddScalar} stands for, after the tags of YAML. */
export type OddKind = 'null' | 'bool' | 'int' | 'float' | 'timestamp' | 'binary' | 'string';

/**
 * A scalar whose text says more than its value: `1.0`, `0x1F`, `~`, `True`, `2001-01-01`. Kustomize carries the text through a build
 * (a replacement or a variable copies it) and only reads the value when it prints. Everything else is a plain JavaScript value.
 */
export class OddScalar {
  text: string;
  kind: OddKind;
  /** What is printed when nothing touched it. */
  value: null | boolean | number | bigint | string;

  constructor(text: string, kind: OddKind, value: null | boolean | number | bigint | string) {
    this.text = text;
    this.kind = kind;
    this.value = value;
  }
}
