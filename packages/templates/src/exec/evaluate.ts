import { getKey, quoteGo } from '@flux19/objects';
import { describeNode } from '../parse/describe-node.ts';
import type {
  ChainNode,
  CommandNode,
  FieldNode,
  IdentifierNode,
  Node,
  OperandNode,
  PipeNode,
  VariableNode,
} from '../parse/nodes.ts';
import { GoStruct } from '../values/go-struct.ts';
import type { GoValue } from '../values/go-value.ts';
import { isFunction, isObject, typeOf } from '../values/kinds.ts';
import { type Call, callFunction, type Piped } from './call.ts';
import { type Execution, fail, visit } from './execution.ts';
import { idealConstant } from './ideal-constant.ts';

/** Evaluates a pipeline and sets the variables that it declares. Throws `TemplateError`. */
export function evaluatePipe(run: Execution, dot: GoValue, pipe: PipeNode): GoValue {
  visit(run, pipe);
  let piped: Piped | undefined;
  for (const command of pipe.commands) {
    // A nil that stood somewhere is no value any more.
    piped = { value: evaluateCommand(run, dot, command, piped) ?? undefined };
  }
  const value = piped?.value;
  for (const { names } of pipe.declarations) {
    const [name = ''] = names;
    if (pipe.isAssign) setVariable(run, name, value);
    else run.variables.push({ name, value });
  }
  return value;
}

/** Gives a variable that exists another value. Throws `TemplateError`. */
export function setVariable(run: Execution, name: string, value: GoValue): void {
  const variable = run.variables.findLast((each) => each.name === name);
  if (variable === undefined) throw fail(run, `undefined variable: ${name}`);
  variable.value = value;
}

function evaluateCommand(run: Execution, dot: GoValue, command: CommandNode, piped: Piped | undefined): GoValue {
  const [first] = command.operands;
  if (first === undefined) throw fail(run, 'empty command');
  const call: Call = { node: first, operands: command.operands, piped };
  switch (first.kind) {
    case 'field':
      return evaluateField(run, dot, first, call);
    case 'chain':
      return evaluateChain(run, dot, first, call);
    case 'identifier':
      return evaluateIdentifier(run, dot, first, { ...call, node: command });
    case 'pipe':
      refuseOperands(run, call);
      return evaluatePipe(run, dot, first);
    case 'variable':
      return evaluateVariable(run, dot, first, call);
    default:
      visit(run, first);
      refuseOperands(run, call);
      return evaluateConstant(run, dot, first);
  }
}

type ConstantNode = Exclude<OperandNode, { readonly kind: 'field' | 'chain' | 'identifier' | 'pipe' | 'variable' }>;

function evaluateConstant(run: Execution, dot: GoValue, node: ConstantNode): GoValue {
  switch (node.kind) {
    case 'bool':
      return node.value;
    case 'dot':
      return dot;
    case 'number':
      return idealConstant(run, node);
    case 'string':
      return node.text;
    case 'nil':
      throw fail(run, 'nil is not a command');
  }
}

function refuseOperands(run: Execution, { operands, piped, node }: Call): void {
  if (operands.length <= 1 && piped === undefined) return;
  throw fail(run, `can't give argument to non-function ${describeNode(operands[0] ?? node)}`);
}

/** A call without operands: a plain value. */
function plain(node: Node): Call {
  return { node, operands: [], piped: undefined };
}

function evaluateField(run: Execution, dot: GoValue, node: FieldNode, call: Call = plain(node)): GoValue {
  visit(run, node);
  return evaluateFields(run, dot, dot, { ...call, node }, node.names);
}

function evaluateChain(run: Execution, dot: GoValue, node: ChainNode, call: Call = plain(node)): GoValue {
  visit(run, node);
  if (node.node.kind === 'nil') throw fail(run, `indirection through explicit nil in ${describeNode(node)}`);
  const receiver = evaluateOperand(run, dot, node.node);
  return evaluateFields(run, dot, receiver, { ...call, node }, node.names);
}

function evaluateVariable(run: Execution, dot: GoValue, node: VariableNode, call: Call = plain(node)): GoValue {
  visit(run, node);
  const [name = '', ...fields] = node.names;
  const variable = run.variables.findLast((each) => each.name === name);
  if (variable === undefined) throw fail(run, `undefined variable: ${name}`);
  if (fields.length > 0) return evaluateFields(run, dot, variable.value, { ...call, node }, fields);
  refuseOperands(run, { ...call, node });
  return variable.value;
}

function evaluateIdentifier(run: Execution, dot: GoValue, node: IdentifierNode, call: Call = plain(node)): GoValue {
  visit(run, node);
  const callee = run.functions.get(node.name);
  if (callee === undefined) throw fail(run, `${quoteGo(node.name)} is not a defined function`);
  return callFunction(run, dot, callee, node.name, call);
}

/** Any operand, where nothing says what type it shall have. */
export function evaluateOperand(run: Execution, dot: GoValue, node: OperandNode): GoValue {
  switch (node.kind) {
    case 'field':
      return evaluateField(run, dot, node);
    case 'chain':
      return evaluateChain(run, dot, node);
    case 'identifier':
      return evaluateIdentifier(run, dot, node);
    case 'pipe':
      return evaluatePipe(run, dot, node);
    case 'variable':
      return evaluateVariable(run, dot, node);
    default:
      visit(run, node);
      return evaluateConstant(run, dot, node);
  }
}

/** `.a.b.c`: only the last name may be a method with parameters. */
function evaluateFields(run: Execution, dot: GoValue, start: GoValue, call: Call, names: readonly string[]): GoValue {
  let receiver = start;
  let isBoxed = false;
  for (const [index, name] of names.entries()) {
    run.budget.step();
    const isLast = index === names.length - 1;
    const next = evaluateName(run, dot, { value: receiver, isBoxed }, name, isLast ? call : plain(call.node));
    // What a map holds is of any type: that is how messages call it.
    isBoxed = isObject(receiver);
    receiver = next;
  }
  return receiver;
}

/** What a name is looked up in. */
interface Receiver {
  readonly value: GoValue;
  readonly isBoxed: boolean;
}

function evaluateName(
  run: Execution,
  dot: GoValue,
  { value: receiver, isBoxed }: Receiver,
  name: string,
  call: Call,
): GoValue {
  if (receiver === undefined) {
    if (run.missingKey === 'error') throw fail(run, `nil data; no entry for key ${quoteGo(name)}`);
    return undefined;
  }
  if (receiver === null) throw fail(run, `nil pointer evaluating interface {}.${name}`);
  if (receiver instanceof GoStruct) return evaluateMember(run, dot, receiver, name, call);
  if (!isObject(receiver) || isFunction(receiver))
    throw unknownField(run, name, isBoxed ? 'interface {}' : typeOf(receiver));
  if (hasParameters(call)) throw fail(run, `${name} is not a method but has arguments`);
  if (!Object.hasOwn(receiver, name)) return missing(run, name);
  return (getKey(receiver as never, name) as GoValue) ?? null;
}

function evaluateMember(run: Execution, dot: GoValue, receiver: GoStruct, name: string, call: Call): GoValue {
  const method = receiver.method(name);
  if (method !== undefined) return callFunction(run, dot, method, name, call);
  const owner = receiver.ownerOf(name);
  if (owner === undefined) throw unknownField(run, name, typeOf(receiver));
  if (hasParameters(call)) {
    throw fail(run, `${name} has arguments but cannot be invoked as function`);
  }
  return owner.get(name);
}

function hasParameters({ operands, piped }: Call): boolean {
  return operands.length > 1 || piped !== undefined;
}

function unknownField(run: Execution, name: string, type: string): Error {
  return fail(run, `can't evaluate field ${name} in type ${type}`);
}

function missing(run: Execution, name: string): GoValue {
  if (run.missingKey === 'error') throw fail(run, `map has no entry for key ${quoteGo(name)}`);
  return run.missingKey === 'zero' ? null : undefined;
}
