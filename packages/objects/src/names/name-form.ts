/** The form a name must have, and what Kubernetes says when it has not. */
export interface NameForm {
  /** A regular expression for the whole name, as messages show it. */
  readonly pattern: string;
  readonly complaint: string;
  readonly examples: readonly string[];
}

/** Compiles the form to a test of whole names. */
export function formRegExp(pattern: string, flags = ''): RegExp {
  return new RegExp(`^(?:${pattern})$`, flags);
}

/** Explains which form a name should have had. */
export function explainForm({ pattern, complaint, examples }: NameForm): string {
  const shown = `regex used for validation is '${pattern}')`;
  if (examples.length === 0) return `${complaint} (${shown}`;
  // Kubernetes: the comma stands before "or" too, and is part of the contract.
  return `${complaint} (e.g. ${examples.map((example) => `'${example}', `).join(' or ')}${shown}`;
}

/** Go counts bytes of UTF-8 where JavaScript counts UTF-16 units. */
export function byteLength(text: string): number {
  let length = text.length;
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    // Half of a surrogate pair: two units make four bytes.
    if (unit > 0x7f) length += unit <= 0x7ff || isSurrogate(unit) ? 1 : 2;
  }
  return length;
}

function isSurrogate(unit: number): boolean {
  return unit >= 0xd800 && unit <= 0xdfff;
}
