/** Shorter texts are no secrets, and would take words like `true` out of messages. */
const shortestSecret = 5;
const replacement = '**redacted**';

/** Takes decrypted values out of texts that others will read: status, events and logs. */
export class Redactor {
  readonly #secrets = new Set<string>();

  /** Remembers a value, and each of its lines. */
  add(text: string): void {
    for (const part of [text, ...text.split('\n')]) this.#addText(part);
  }

  /**
   * Remembers the lines of a decrypted file that its encrypted form does not show, and what stands behind the sign of each, since
   * errors of builds quote them.
   */
  addFile(plain: string, encrypted: string): void {
    const shown = new Set(encrypted.split('\n').map((line) => line.trim()));
    for (const line of plain.split('\n')) {
      if (shown.has(line.trim())) continue;
      const [, name = '', value = ''] = /^\s*([^=:]*)[=:](.*)$/.exec(line) ?? [];
      this.#addText(line);
      this.#addText(value.replace(/^\s*["']?|["']?\s*$/g, ''));
      if (!encrypted.includes(name.trim())) this.#addText(name);
    }
  }

  /** Secrets hold their values in base64, which hides nothing. */
  #addText(text: string): void {
    const secret = text.trim();
    if (secret.length < shortestSecret) return;
    this.#secrets.add(secret);
    for (const form of [text, secret]) this.#secrets.add(Buffer.from(form).toString('base64'));
  }

  /** Remembers what another one knows. */
  addAll(other: Redactor): void {
    for (const secret of other.#secrets) this.#secrets.add(secret);
  }

  /** The text without any of the values. Longer ones go first, since they may contain others. */
  clean(text: string): string {
    const found = [...this.#secrets].filter((secret) => text.includes(secret));
    const longestFirst = found.sort((a, b) => b.length - a.length);
    return longestFirst.reduce((cleaned, secret) => cleaned.replaceAll(secret, replacement), text);
  }
}
