import { sprint } from '../format/format-value.ts';
import { defineVariadic } from '../values/define-function.ts';
import type { GoFunction, GoValue } from '../values/go-value.ts';

const htmlEscapes: ReadonlyMap<string, string> = new Map([
  ['"', '&#34;'],
  ["'", '&#39;'],
  ['&', '&amp;'],
  ['<', '&lt;'],
  ['>', '&gt;'],
  ['\0', '\ufffd'],
]);

const scriptEscapes: ReadonlyMap<string, string> = new Map([
  ['\\', '\\\\'],
  ["'", "\\'"],
  ['"', '\\"'],
  ['<', '\\u003C'],
  ['>', '\\u003E'],
  ['&', '\\u0026'],
  ['=', '\\u003D'],
]);

/** As template.HTMLEscapeString. */
function escapeHtml(text: string): string {
  return text.replace(/["'&<>\0]/g, (character) => htmlEscapes.get(character) ?? character);
}

function escapeScript(text: string): string {
  return text.replace(/[\\'"<>&=]|[\p{C}\p{Zl}\p{Zp}]|[^\S ]/gu, (character) => {
    const known = scriptEscapes.get(character);
    if (known !== undefined) return known;
    const code = character.codePointAt(0) ?? 0;
    return `\\u${code.toString(16).toUpperCase().padStart(4, '0')}`;
  });
}

/** As url.QueryEscape. */
function escapeQuery(text: string): string {
  return encodeURIComponent(text.toWellFormed())
    .replace(/[!'()*]/g, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`)
    .replaceAll('%20', '+');
}

const joined = (values: readonly GoValue[]): string => sprint(values);

/** The functions of text/template that make text harmless. */
export const escaping: Readonly<Record<string, GoFunction>> = {
  html: defineVariadic([], 'any', (_, values) => escapeHtml(joined(values))),
  js: defineVariadic([], 'any', (_, values) => escapeScript(joined(values))),
  urlquery: defineVariadic([], 'any', (_, values) => escapeQuery(joined(values))),
};
