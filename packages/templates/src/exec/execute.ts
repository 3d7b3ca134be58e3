import { quoteGo } from '@flux19/objects';
import { formatValue } from '../format/format-value.ts';
import { describeNode } from '../parse/describe-node.ts';
import type { BranchNode, ListNode, Node, TemplateNode } from '../parse/nodes.ts';
import type { GoValue } from '../values/go-value.ts';
import { integerOf, isFunction, isList, isNil, isObject, isTrue, typeOf } from '../values/kinds.ts';
import { sortedEntries } from '../values/sorted-entries.ts';
import { evaluatePipe, setVariable } from './evaluate.ts';
import { type Execution, fail, visit } from './execution.ts';

/** How a node ended: `break` and `continue` go up to the loop. */
type Flow = 'go on' | 'break' | 'continue';

/** Writes what a tree makes of its data. Throws `TemplateError`. */
export function executeTree(run: Execution, dot: GoValue, out: string[]): void {
  walkList(run, dot, run.tree.list, out);
}

function walkList(run: Execution, dot: GoValue, { nodes }: ListNode, out: string[]): Flow {
  for (const node of nodes) {
    const flow = walk(run, dot, node, out);
    if (flow !== 'go on') return flow;
  }
  return 'go on';
}

function walk(run: Execution, dot: GoValue, node: Node, out: string[]): Flow {
  visit(run, node);
  switch (node.kind) {
    case 'text':
      write(run, node.text, out);
      return 'go on';
    case 'action': {
      const value = evaluatePipe(run, dot, node.pipe);
      if (node.pipe.declarations.length === 0) write(run, print(run, node, value), out);
      return 'go on';
    }
    case 'if':
    case 'with':
      return walkBranch(run, dot, node, out);
    case 'range':
      return scoped(run, () => walkRange(run, dot, node, out));
    case 'break':
    case 'continue':
      return node.kind;
    case 'template':
      walkTemplate(run, dot, node, out);
      return 'go on';
    case 'list':
      return walkList(run, dot, node, out);
    default:
      throw fail(run, `unknown node: ${describeNode(node)}`);
  }
}

function write(run: Execution, text: string, out: string[]): void {
  run.budget.write(text.length);
  out.push(text);
}

function print(run: Execution, node: Node, value: GoValue): string {
  visit(run, node);
  if (isNil(value)) return '<no value>';
  if (isFunction(value)) throw fail(run, `can't print ${describeNode(node)} of type ${typeOf(value)}`);
  return formatValue(value);
}

/** Variables that are declared inside end with it. */
function scoped<Result>(run: Execution, walkInside: () => Result): Result {
  const known = run.variables.length;
  const result = walkInside();
  run.variables.length = known;
  return result;
}

function walkBranch(run: Execution, dot: GoValue, node: BranchNode, out: string[]): Flow {
  return scoped(run, () => {
    const value = evaluatePipe(run, dot, node.pipe);
    if (isTrue(value)) return walkList(run, node.kind === 'with' ? value : dot, node.list, out);
    return node.elseList === undefined ? 'go on' : walkList(run, dot, node.elseList, out);
  });
}

function walkRange(run: Execution, dot: GoValue, node: BranchNode, out: string[]): Flow {
  const value = evaluatePipe(run, dot, node.pipe);
  let isEmpty = true;
  for (const [key, item] of iterate(run, node, value)) {
    isEmpty = false;
    run.budget.step();
    const flow = scoped(run, () => {
      bind(run, node, key, item);
      return walkList(run, item, node.list, out);
    });
    if (flow === 'break') break;
  }
  if (!isEmpty || node.elseList === undefined) return 'go on';
  return walkList(run, dot, node.elseList, out);
}

/** Sets the variables of a loop for one round. */
function bind(run: Execution, { pipe }: BranchNode, key: GoValue, item: GoValue): void {
  const [first, second] = pipe.declarations.map(({ names }) => names[0] ?? '');
  if (first === undefined) return;
  if (pipe.isAssign) {
    setVariable(run, first, second === undefined ? item : key);
    if (second !== undefined) setVariable(run, second, item);
    return;
  }
  // The pipeline has declared them on top of the others.
  const last = run.variables.at(-1);
  const previous = run.variables.at(-2);
  if (last !== undefined) last.value = item;
  if (second !== undefined && previous !== undefined) previous.value = key;
}

function* iterate(run: Execution, node: BranchNode, value: GoValue): Generator<readonly [GoValue, GoValue]> {
  if (isNil(value)) return;
  if (isList(value) || value instanceof Uint8Array) {
    for (const [index, item] of [...value].entries()) yield [BigInt(index), item];
    return;
  }
  if ((isObject(value) && !isFunction(value)) || value instanceof Map) {
    yield* sortedEntries(value);
    return;
  }
  const count = integerOf(value);
  if (count === undefined) throw fail(run, `range can't iterate over ${formatValue(value)}`);
  if (node.pipe.declarations.length > 1) {
    throw fail(run, `can't use ${count} to iterate over more than one variable`);
  }
  for (let i = 0n; i < count; i += 1n) yield [undefined, i];
}

function walkTemplate(run: Execution, dot: GoValue, node: TemplateNode, out: string[]): void {
  const tree = run.trees.get(node.name);
  if (tree === undefined) throw fail(run, `template ${quoteGo(node.name)} not defined`);
  if (run.depth >= run.budget.depth) {
    throw fail(run, `exceeded maximum template depth (${run.budget.depth})`);
  }
  const data = node.pipe === undefined ? undefined : evaluatePipe(run, dot, node.pipe);
  const variables = [{ name: '$', value: data }];
  executeTree({ ...run, name: node.name, tree, node: tree.list, depth: run.depth + 1, variables }, data, out);
}
