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
  if (key === 'resourceVersion' && typeof field === 'string') {
    const uid = getKey(owner, 'uid');
    return symbols.resourceVersion(field, typeof uid === 'string' ? uid : undefined);
  }
  if (key === 'continue' && typeof field === 'string') return field === '' ? field : '<continue>';
  if (key === 'nodePort' && typeof field === 'number') return '<node port>';
  if (key === 'cells' && Array.isArray(field)) return field.map((cell) => walk(symbols.cell(cell), symbols));
  return walk(field, symbols);
}
