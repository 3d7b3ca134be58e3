// The part of Kubernetes' JSONPath that printer columns use: https://kubernetes.io/docs/reference/kubectl/jsonpath/
import { deepEqual, getKey, isJsonObject, type JsonValue } from '@flux19/objects';

/** Finds the values that a path leads to. */
export type JsonPath = (root: JsonValue) => JsonValue[];

type Step = (value: JsonValue) => readonly JsonValue[];

/** A path that cannot be read. */
export class JsonPathError extends Error {
  override readonly name = 'JsonPathError';
  readonly reason = 'InvalidJsonPath';
}

const stepForm =
  /\.\.?([\w\-$/\\.]*?(?:[\w\-$/]|\\\.)+)(?=$|[.[])|\.\*|\[\s*(?:(-?\d+)|\*|'((?:[^'\\]|\\.)*)'|"((?:[^"\\]|\\.)*)"|\?\((.*?)\))\s*\]|\.$/y;

/** Compiles a path such as `.status.conditions[?(@.type=="Ready")].status`. Throws JsonPathError. */
export function compileJsonPath(text: string): JsonPath {
  const steps: Step[] = [];
  const path = text.startsWith('.') || text.startsWith('[') ? text : `.${text}`;
  let at = 0;
  while (at < path.length) {
    // Filters contain paths of their own, which are read with the same expression.
    stepForm.lastIndex = at;
    const match = stepForm.exec(path);
    if (match === null) throw new JsonPathError(`unrecognized character in path: ${path.slice(at)}`);
    at = stepForm.lastIndex;
    steps.push(stepOf(match));
  }
  return (root) => {
    let values: JsonValue[] = [root];
    for (const step of steps) values = values.flatMap((value) => [...step(value)]);
    return values;
  };
}

function stepOf(match: RegExpExecArray): Step {
  const [whole, name, index, single, double, filter] = match;
  if (whole === '.') return (value) => [value];
  if (name !== undefined) return field(unescapeName(name));
  if (single !== undefined || double !== undefined) return field(unescapeName(single ?? double ?? ''));
  if (index !== undefined) return item(Number(index));
  return filter === undefined ? children : filtered(filter);
}

function unescapeName(name: string): string {
  return name.replace(/\\(.)/g, '$1');
}

function field(name: string): Step {
  return (value) => {
    const found = isJsonObject(value) ? getKey(value, name) : undefined;
    return found === undefined ? [] : [found];
  };
}

function item(index: number): Step {
  return (value) => {
    const found = Array.isArray(value) ? value.at(index) : undefined;
    return found === undefined ? [] : [found];
  };
}

function children(value: JsonValue): readonly JsonValue[] {
  if (Array.isArray(value)) return value;
  return isJsonObject(value) ? Object.values(value).filter((one) => one !== undefined) : [];
}

const comparison = /^\s*@(.*?)\s*(==|!=|<=|>=|<|>)\s*(.+?)\s*$/;

function filtered(text: string): Step {
  const match = comparison.exec(text);
  const path = compileJsonPath((match?.[1] ?? text.trim().replace(/^@/, '')).trim());
  const list = (value: JsonValue): readonly JsonValue[] => (Array.isArray(value) ? value : []);
  if (match === null) return (value) => list(value).filter((one) => path(one).length > 0);
  const [, , operator = '==', literal = ''] = match;
  const wanted = parseLiteral(literal);
  return (value) => list(value).filter((one) => path(one).some((found) => compare(found, operator, wanted)));
}

function parseLiteral(text: string): JsonValue {
  if (/^'.*'$/.test(text)) return text.slice(1, -1);
  try {
    return JSON.parse(text) as JsonValue;
  } catch (cause) {
    throw new JsonPathError(`unrecognized value in filter: ${text}`, { cause });
  }
}

function compare(found: JsonValue, operator: string, wanted: JsonValue): boolean {
  if (operator === '==') return deepEqual(found, wanted);
  if (operator === '!=') return !deepEqual(found, wanted);
  if (typeof found !== typeof wanted || found === null || wanted === null) return false;
  const isLess = found < wanted;
  const isEqual = deepEqual(found, wanted);
  if (operator === '<') return isLess;
  if (operator === '<=') return isLess || isEqual;
  return operator === '>' ? !isLess && !isEqual : !isLess;
}
