import { NotCallableError } from '../builtins/not-callable-error.ts';
import { describeNode } from '../parse/describe-node.ts';
import type { Node, OperandNode } from '../parse/nodes.ts';
import { TemplateError } from '../template-error.ts';
import type { GoFunction, GoParameter, GoValue } from '../values/go-value.ts';
import { isList, isTrue } from '../values/kinds.ts';
import { checkType, takesNil } from './check-type.ts';
import { type Execution, fail, visit } from './execution.ts';
import { idealConstant } from './ideal-constant.ts';

/** What comes from the left of a pipe; absent for the first command. */
export interface Piped {
  readonly value: GoValue;
}

/** What is called, with what. */
export interface Call {
  /** Named in messages. */
  readonly node: Node;
  /** The callee itself first; empty for a plain value. */
  readonly operands: readonly OperandNode[];
  readonly piped: Piped | undefined;
}

/** Calls a function or method. Throws `TemplateError`, with what the function throws as its end. */
export function callFunction(run: Execution, dot: GoValue, callee: GoFunction, name: string, call: Call): GoValue {
  const operands = call.operands.slice(1);
  checkCount(run, callee, name, operands.length, call);
  const isShort = (name === 'and' || name === 'or') && callee === run.functions.get(name);
  if (isShort) return shortCircuit(run, dot, name, operands, call.piped);
  const values = operands.map((operand, index) => evaluateArgument(run, dot, operand, typeAt(callee, index)));
  if (call.piped !== undefined) {
    values.push(checkType(run, call.piped.value, typeAt(callee, operands.length)));
  }
  try {
    const result = callee.call(values, run.meter);
    // Whatever a function makes counts, so that none can be used to grow without end.
    run.meter.spend(sizeOf(result));
    return result;
  } catch (cause) {
    if (cause instanceof TemplateError) throw cause;
    visit(run, call.node);
    throw fail(run, `error calling ${name}: ${textOf(cause, call)}`, cause);
  }
}

/** What an item of a list takes up, compared with a character. */
const itemSize = 8;

function sizeOf(value: GoValue): number {
  if (typeof value === 'string') return value.length;
  return isList(value) ? value.length * itemSize : 0;
}

function textOf(cause: unknown, { operands }: Call): string {
  const [, operand] = operands;
  if (cause instanceof NotCallableError && operand !== undefined) return cause.describe(describeNode(operand));
  return cause instanceof Error ? cause.message : String(cause);
}

function checkCount(
  run: Execution,
  { parameters, variadic }: GoFunction,
  name: string,
  count: number,
  call: Call,
): void {
  const given = count + (call.piped === undefined ? 0 : 1);
  const wanted = parameters.length;
  if (variadic !== undefined && given < wanted) {
    throw fail(run, `wrong number of args for ${name}: want at least ${wanted} got ${count}`);
  }
  if (variadic === undefined && given !== wanted) {
    throw fail(run, `wrong number of args for ${name}: want ${wanted} got ${given}`);
  }
}

function typeAt({ parameters, variadic = 'any' }: GoFunction, index: number): GoParameter {
  return parameters[index] ?? variadic;
}

/** `and` and `or` stop at the first operand that decides. */
function shortCircuit(
  run: Execution,
  dot: GoValue,
  name: string,
  operands: readonly OperandNode[],
  piped: Piped | undefined,
): GoValue {
  let value: GoValue;
  for (const operand of operands) {
    value = evaluateArgument(run, dot, operand, 'value');
    if (isTrue(value) === (name === 'or')) return value;
  }
  return piped === undefined ? value : piped.value;
}

/** An operand as a parameter of a type takes it. */
function evaluateArgument(run: Execution, dot: GoValue, node: OperandNode, type: GoParameter): GoValue {
  visit(run, node);
  switch (node.kind) {
    case 'nil':
      if (takesNil(type)) return null;
      throw fail(run, `cannot assign nil to ${type}`);
    case 'bool':
    case 'number':
    case 'string':
      return constantAs(run, node, type);
    default:
      return checkType(run, run.evaluate(run, dot, node), type);
  }
}

type Literal = Extract<OperandNode, { readonly kind: 'bool' | 'number' | 'string' }>;

/** A literal takes the type of the parameter. */
function constantAs(run: Execution, node: Literal, type: GoParameter): GoValue {
  const expected = (what: string) => fail(run, `expected ${what}; found ${describeNode(node)}`);
  switch (type) {
    case 'value':
    case 'any':
      return constantOf(run, node);
    case 'bool':
      if (node.kind === 'bool') return node.value;
      throw expected('bool');
    case 'string':
      if (node.kind === 'string') return node.text;
      throw expected('string');
    case 'int':
    case 'int64':
      if (node.kind === 'number' && node.integer !== undefined) return node.integer;
      throw expected('integer');
    case 'float64':
      if (node.kind === 'number' && node.float !== undefined) return node.float;
      throw expected('float');
    default:
      throw fail(run, `can't handle ${describeNode(node)} for arg of type ${type}`);
  }
}

function constantOf(run: Execution, node: Literal): GoValue {
  if (node.kind === 'number') return idealConstant(run, node);
  return node.kind === 'string' ? node.text : node.value;
}
