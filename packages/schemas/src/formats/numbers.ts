const isbn10 = /^(?:[0-9]{9}X|[0-9]{10})$/;
const isbn13 = /^[0-9]{13}$/;
const creditCard =
  /^(?:4[0-9]{12}(?:[0-9]{3})?|5[1-5][0-9]{14}|6(?:011|5[0-9][0-9])[0-9]{12}|3[47][0-9]{13}|3(?:0[0-5]|[68][0-9])[0-9]{11}|(?:2131|1800|35\d{3})\d{11})$/;

/** A book number of ten digits, the last of which may be X; blanks and hyphens are skipped. */
export function isIsbn10(text: string): boolean {
  const digits = text.replace(/[\t\n\f\r -]+/g, '');
  if (!isbn10.test(digits)) return false;
  let sum = 0;
  for (const [index, digit] of [...digits].entries())
    sum += (index === 9 ? 10 : index + 1) * (digit === 'X' ? 10 : Number(digit));
  return sum % 11 === 0;
}

/** A book number of thirteen digits; blanks and hyphens are skipped. */
export function isIsbn13(text: string): boolean {
  const digits = text.replace(/[\t\n\f\r -]+/g, '');
  if (!isbn13.test(digits)) return false;
  let sum = 0;
  for (const [index, digit] of [...digits.slice(0, 12)].entries()) sum += (index % 2 === 0 ? 1 : 3) * Number(digit);
  return Number(digits[12]) === (10 - (sum % 10)) % 10;
}

/** A card number of a known issuer whose check digit (Luhn) fits; other characters are skipped. */
export function isCreditCard(text: string): boolean {
  const digits = text.replace(/[^0-9]+/g, '');
  if (!creditCard.test(digits)) return false;
  let sum = 0;
  for (const [index, digit] of [...digits].toReversed().entries()) {
    const weighted = Number(digit) * (index % 2 === 1 ? 2 : 1);
    sum += weighted >= 10 ? (weighted % 10) + 1 : weighted;
  }
  return sum % 10 === 0;
}

/** A U.S. social security number with both hyphens. */
export function isSocialSecurityNumber(text: string): boolean {
  return text.length === 11 && /^\d{3}[- ]?\d{2}[- ]?\d{4}$/.test(text);
}

/** Base64 in the standard alphabet, padded. Flux: empty text is not accepted, as in kube-apiserver. */
export function isBase64(text: string): boolean {
  if (text === '' || text.length % 4 !== 0) return false;
  return /^[A-Za-z0-9+/]+={0,2}$/.test(text);
}
