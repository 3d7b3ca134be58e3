import { getKey, isJsonObject, type JsonObject, type JsonValue, setKey } from '@flux19/objects';
import type { Exchange, Telling } from './exchange.ts';
import { Symbols } from './symbols.ts';

/**
 * Puts symbols for what differs from run to run: uids, resource versions, times, generated names, tokens, addresses.
 * What is equal stays equal, and what follows on another stays visible.
 */
export function normalise({ subject, exchanges }: Telling): Telling {
  const symbols = new Symbols();
  return { subject, exchanges: exchanges.map((exchange) => normaliseExchange(exchange, symbols)) };
}

function normaliseExchange(exchange: Exchange, symbols: Symbols): Exchange {
  symbols.learn(exchange.body);
  return {
    title: exchange.title,
    request: symbols.text(exchange.request),
    status: exchange.status,
    headers: exchange.headers,
    warnings: exchange.warnings.map((text) => symbols.text(text)),
    body: walk(exchange.body, symbols),
  };
}

function walk(value: JsonValue, symbols: Symbols): JsonValue {
  if (typeof value === 'string') return symbols.text(value);
  if (Array.isArray(value)) return value.map((item) => walk(item, symbols));
  if (!isJsonObject(value)) return value;
  const result: JsonObject = {};
  for (const [key, field] of Object.entries(value)) {
    if (field !== undefined) setKey(result, symbols.text(key), walkField(key, field, value, symbols));
  }
  return result;
}

function walkField(key: string, field: JsonValue, owner: JsonObject, symbols: Symbols): JsonValue {
  if (key === 'description' && isColumn(owner)) return '';
  const special = typeof field === 'object' ? walkList(key, field, symbols) : walkScalar(key, field, owner, symbols);
  return special ?? walk(field, symbols);
}

/** Columns are described in the words of the API's documentation, which our schemas leave out. */
function isColumn(object: JsonObject): boolean {
  return Object.hasOwn(object, 'priority') && Object.hasOwn(object, 'format');
}

function walkScalar(key: string, field: JsonValue, owner: JsonObject, symbols: Symbols): JsonValue | undefined {
  if (key === 'nodePort' && field !== 0) return '<node port>';
  if (typeof field !== 'string') return undefined;
  if (key === 'continue' && field !== '') return '<continue>';
  if (key !== 'resourceVersion') return undefined;
  const uid = getKey(owner, 'uid');
  return symbols.resourceVersion(field, typeof uid === 'string' ? uid : undefined);
}

function walkList(key: string, field: JsonValue, symbols: Symbols): JsonValue | undefined {
  if (!Array.isArray(field)) return undefined;
  if (key === 'managedFields') return field.map((item) => walk(item, symbols)).toSorted(byManager);
  return key === 'cells' ? field.map((cell) => walk(symbols.cell(cell), symbols)) : undefined;
}

/** Servers sort by second, so that their order tells whether a second ended meanwhile. */
function byManager(left: JsonValue, right: JsonValue): number {
  const [a, b] = [managerKey(left), managerKey(right)];
  return a < b ? -1 : Number(a > b);
}

function managerKey(entry: JsonValue): string {
  if (!isJsonObject(entry)) return '';
  return JSON.stringify(['manager', 'operation', 'subresource', 'apiVersion'].map((field) => entry[field] ?? ''));
}
