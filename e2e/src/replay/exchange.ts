import type { JsonValue } from '@flux19/objects';

/** One request of a story, and what it was answered with. */
export interface Exchange {
  /** What the request is about; unique within its story. */
  readonly title: string;
  /** Method, path and query. */
  readonly request: string;
  readonly status: number;
  /** Lower-case names; only those that tell clients something. */
  readonly headers: Readonly<Record<string, string>>;
  /** Texts of Warning headers. */
  readonly warnings: readonly string[];
  /** JSON as a value, everything else as text; of a watch, its events. */
  readonly body: JsonValue;
}

/** All answers that one story got, in order. */
export interface Telling {
  readonly subject: string;
  readonly exchanges: readonly Exchange[];
}

/** Headers that clients act on. The others name the connection, the moment or the flow schema. */
const clientHeaders: readonly string[] = [
  'allow',
  'cache-control',
  'content-encoding',
  'content-type',
  'location',
  'retry-after',
  'vary',
  'www-authenticate',
];

/** The headers of an answer that count. */
export function readHeaders(headers: Headers): Record<string, string> {
  return Object.fromEntries(
    clientHeaders.flatMap((name) => {
      const value = headers.get(name);
      return value === null ? [] : [[name, value]];
    }),
  );
}

/** The texts of the Warning headers of an answer. */
export function readWarnings(headers: Headers): string[] {
  const found = [...(headers.get('warning') ?? '').matchAll(/299 - "((?:[^"\\]|\\.)*)"/g)];
  return found.map(([, text = '']) => text.replace(/\\(.)/g, '$1'));
}
