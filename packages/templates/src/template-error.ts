/** A template that cannot be read or that fails. The message is the one of Go's text/template. */
export class TemplateError extends Error {
  override readonly name = 'TemplateError';
}
