import { KustomizeError } from '../engine/kustomize-error.ts';
import type { GeneratorArgs } from '../kustomization/kustomization.ts';

/** Content of a generated ConfigMap or Secret: text where the bytes are UTF-8. */
export type PairValue = string | Uint8Array;

/** Reads a file by its path as written in the kustomization. Throws KustomizeError. */
export type LoadFile = (path: string) => Uint8Array;

const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** The keys and values of a generator, in the order kustomize takes its sources: envs, literals, files. Throws KustomizeError. */
export function readPairs(args: GeneratorArgs, load: LoadFile): Map<string, PairValue> {
  const pairs = new Map<string, PairValue>();
  const add = (key: string, value: PairValue) => {
    if (pairs.has(key)) throw failure(`configmap ${args.name ?? ''} illegally repeats the key \`${key}\``, 'literals');
    pairs.set(key, value);
  };
  for (const path of args.envs ?? []) within('env source files', args.envs, () => readEnv(load(path), add));
  for (const literal of args.literals ?? []) within('literal sources', args.literals, () => readLiteral(literal, add));
  for (const source of args.files ?? []) {
    within('file sources', args.files, () => {
      const { key, path } = splitFileSource(source);
      add(key, asText(load(path)));
    });
  }
  return pairs;
}

function failure(message: string, field: string, cause?: unknown): KustomizeError {
  return new KustomizeError(message, { reason: 'InvalidGenerator', field, cause });
}

function within(what: string, sources: readonly string[] | undefined, action: () => void): void {
  try {
    action();
  } catch (cause) {
    if (!(cause instanceof KustomizeError) || cause.message.startsWith('configmap ')) throw cause;
    const list = (sources ?? []).join(' ');
    const separator = what === 'literal sources' ? ' ' : ': ';
    throw new KustomizeError(`loading KV pairs: ${what}${separator}[${list}]: ${cause.message}`, {
      reason: cause.reason,
      file: cause.file,
      field: cause.field,
      cause,
    });
  }
}

function asText(bytes: Uint8Array): PairValue {
  try {
    return decoder.decode(bytes);
  } catch {
    return bytes;
  }
}

type Add = (key: string, value: PairValue) => void;

function readEnv(bytes: Uint8Array, add: Add): void {
  const text = asText(bytes);
  if (typeof text !== 'string') throw failure('line has invalid utf8 bytes', 'envs');
  const body = text.startsWith('\ufeff') ? text.slice(1) : text;
  for (const raw of body.split('\n')) readEnvLine(raw.endsWith('\r') ? raw.slice(0, -1) : raw, add);
}

function readEnvLine(raw: string, add: Add): void {
  const line = raw.trimStart();
  if (line === '' || line.startsWith('#')) return;
  const equals = line.indexOf('=');
  const key = equals < 0 ? line : line.slice(0, equals);
  if (key !== '') add(key, equals < 0 ? '' : line.slice(equals + 1));
}

function readLiteral(literal: string, add: Add): void {
  const equals = literal.indexOf('=');
  if (equals <= 0) throw failure(`invalid literal source ${literal}, expected key=value`, 'literals');
  add(literal.slice(0, equals), unquote(literal.slice(equals + 1)));
}

function unquote(text: string): string {
  const first = text[0];
  const isQuoted = text.length >= 2 && (first === '"' || first === "'") && text.endsWith(first);
  return isQuoted ? text.slice(1, -1) : text;
}

function splitFileSource(source: string): { key: string; path: string } {
  const parts = source.split('=');
  const [key = '', path] = parts;
  if (path === undefined) return { key: source.replace(/\/+$/, '').split('/').at(-1) ?? source, path: source };
  if (parts.length > 2) throw failure(`source ${JSON.stringify(source)} key name or file path contains '='`, 'files');
  if (key === '') {
    throw failure(
      `missing key name for file path ${JSON.stringify(path)} in source ${JSON.stringify(source)}`,
      'files',
    );
  }
  if (path === '') {
    throw failure(`missing file path for key name ${JSON.stringify(key)} in source ${JSON.stringify(source)}`, 'files');
  }
  return { key, path };
}
