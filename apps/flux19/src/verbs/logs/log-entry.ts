import { isJsonObject, type JsonValue, parseJson } from '@flux19/objects';

/** A line of a controller's log. Empty texts where it lacks something. */
export interface LogEntry {
  readonly time: string;
  readonly level: string;
  readonly message: string;
  readonly error: string;
  readonly kind: string;
  readonly controllerKind: string;
  readonly name: string;
  readonly namespace: string;
}

export type LogFilter = (entry: LogEntry) => boolean;

/** Reads a line of JSON; undefined for any other line. */
export function parseEntry(line: string): LogEntry | undefined {
  if (!line.startsWith('{')) return undefined;
  const value = readJson(line);
  if (!isJsonObject(value)) return undefined;
  const text = (key: string): string => (typeof value[key] === 'string' ? value[key] : '');
  return {
    time: text('ts'),
    level: text('level'),
    message: text('msg'),
    error: text('error'),
    kind: text('reconciler kind'),
    controllerKind: text('controllerKind'),
    name: text('name'),
    namespace: text('namespace'),
  };
}

function readJson(line: string): JsonValue | undefined {
  try {
    return parseJson(line);
  } catch {
    return undefined;
  }
}

/** One line for people: `2026-01-01T00:00:00.000Z info Kustomization/app.flux-system - message `. */
export function formatEntry({ time, level, message, error, kind, controllerKind, name, namespace }: LogEntry): string {
  const object = `${kind || controllerKind}${name === '' ? '' : `/${name}.${namespace}`}`;
  return `${time} ${level} ${object} - ${message} ${error}\n`;
}
