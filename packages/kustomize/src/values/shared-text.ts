import { OddScalar } from './odd-scalar.ts';

/**
 * The text of a label or annotation that one transformer added at several places of a resource. Kustomize puts the same node at each of
 * them: whoever changes it at one place later changes it everywhere, also where its own fields do not lead. That is part of its output.
 */
export class SharedText extends OddScalar {
  constructor(text: string) {
    super(text, 'string', text);
  }

  /** Takes another scalar over, at every place. */
  assign(scalar: null | boolean | number | bigint | string | OddScalar): void {
    if (scalar instanceof OddScalar) {
      this.text = scalar.text;
      this.kind = scalar.kind;
      this.value = scalar.value;
      return;
    }
    this.text = scalar === null ? 'null' : String(scalar);
    this.kind = scalar === null ? 'null' : kindOfPlain(scalar);
    this.value = scalar;
  }

  copy(): SharedText {
    const copy = new SharedText(this.text);
    copy.kind = this.kind;
    copy.value = this.value;
    return copy;
  }
}

function kindOfPlain(scalar: boolean | number | bigint | string): OddScalar['kind'] {
  if (typeof scalar === 'string') return 'string';
  return typeof scalar === 'boolean' ? 'bool' : 'int';
}
