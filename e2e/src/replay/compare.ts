import { deepEqual, isJsonObject, type JsonValue } from '@flux19/objects';
import type { Exchange, Telling } from './exchange.ts';

/** Where two answers to one request differ. */
export interface Difference {
  readonly subject: string;
  readonly title: string;
  readonly request: string;
  /** Each as `path: ours … / real …`. */
  readonly lines: readonly string[];
}

export interface Comparison {
  /** How many requests there were on either side. */
  readonly total: number;
  readonly differences: readonly Difference[];
}

/** Compares the normalised answers of one story, request by request. */
export function compare(ours: Telling, real: Telling): Comparison {
  const oursByTitle = new Map(ours.exchanges.map((exchange) => [exchange.title, exchange]));
  const realTitles = new Set(real.exchanges.map(({ title }) => title));
  const differences = real.exchanges.map((exchange) =>
    differenceOf(ours.subject, oursByTitle.get(exchange.title), exchange),
  );
  const added = ours.exchanges.filter(({ title }) => !realTitles.has(title));
  const unknown = added.map(({ title, request }) => {
    return { subject: ours.subject, title, request, lines: ['the real server was not asked: record again'] };
  });
  const all = [...differences.filter((one) => one !== undefined), ...unknown];
  return { total: real.exchanges.length + added.length, differences: all };
}

function differenceOf(subject: string, ours: Exchange | undefined, real: Exchange): Difference | undefined {
  const { title, request } = real;
  if (ours === undefined) return { subject, title, request, lines: ['our server was not asked: record again'] };
  const lines: string[] = [];
  collect(asJson(ours), asJson(real), '', lines);
  return lines.length === 0 ? undefined : { subject, title, request, lines };
}

/** The parts of an answer that are compared. */
function asJson({ request, status, headers, warnings, body }: Exchange): JsonValue {
  return { request, status, headers: { ...headers }, warnings: [...warnings], body };
}

function collect(ours: JsonValue | undefined, real: JsonValue | undefined, path: string, lines: string[]): void {
  if (deepEqual(ours, real)) return;
  if (isJsonObject(ours) && isJsonObject(real)) {
    const keys = new Set([...Object.keys(real), ...Object.keys(ours)]);
    for (const key of keys) collect(ours[key], real[key], path === '' ? key : `${path}.${key}`, lines);
  } else if (Array.isArray(ours) && Array.isArray(real)) {
    const length = Math.max(ours.length, real.length);
    for (let i = 0; i < length; i += 1) collect(ours[i], real[i], `${path}[${i}]`, lines);
  } else lines.push(`${path}: ours ${show(ours)} / real ${show(real)}`);
}

const longestShown = 1200;

function show(value: JsonValue | undefined): string {
  const text = value === undefined ? '(absent)' : JSON.stringify(value);
  return text.length > longestShown ? `${text.slice(0, longestShown)}…` : text;
}
