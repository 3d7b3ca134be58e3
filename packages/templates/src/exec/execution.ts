import { quoteGo } from '@flux19/objects';
import { describeNode } from '../parse/describe-node.ts';
import type { ListNode, Node, OperandNode } from '../parse/nodes.ts';
import { TemplateError } from '../template-error.ts';
import type { GoFunction, GoValue, Meter } from '../values/go-value.ts';
import type { Budget } from './budget.ts';

/** How maps answer for keys that they do not have: nothing, nil, or an error. */
export type MissingKey = 'default' | 'zero' | 'error';

/** A template that was read: its text and the trees in it. */
interface ParsedTemplate {
  /** Name in messages. */
  readonly name: string;
  readonly text: string;
}

/** A tree and where it was read from. */
export interface Tree {
  readonly source: ParsedTemplate;
  readonly list: ListNode;
}

interface Variable {
  readonly name: string;
  value: GoValue;
}

/** One run of a template. */
export interface Execution {
  /** Name of the template that is run. */
  readonly name: string;
  /** What is run at the moment. */
  readonly tree: Tree;
  readonly trees: ReadonlyMap<string, Tree>;
  readonly functions: ReadonlyMap<string, GoFunction>;
  readonly missingKey: MissingKey;
  readonly budget: Budget;
  readonly meter: Meter;
  /** The innermost one last. */
  readonly variables: Variable[];
  /** Gives the value of an operand where nothing says what type it shall have. */
  readonly evaluate: (run: Execution, dot: GoValue, node: OperandNode) => GoValue;
  /** The node that was looked at last: messages name it. */
  node: Node;
  /** Templates around this one. */
  readonly depth: number;
}

/** Notes that a node is looked at, and counts it. Throws `TemplateError` when there were too many. */
export function visit(run: Execution, node: Node): void {
  run.node = node;
  run.budget.step();
}

/** The error for something that goes wrong at the node that was looked at last. */
export function fail({ name, tree, node }: Execution, why: string, cause?: unknown): TemplateError {
  const { text, name: source } = tree.source;
  const before = text.slice(0, node.at);
  const line = 1 + (before.match(/\n/g)?.length ?? 0);
  const column = Buffer.byteLength(before.slice(before.lastIndexOf('\n') + 1));
  const where = `${source}:${line}:${column}: executing ${quoteGo(name)} at <${describeNode(node)}>`;
  return new TemplateError(`template: ${where}: ${why}`, cause === undefined ? {} : { cause });
}
