/** What a template is made of. `at` is an offset in the text. */
export type Node =
  | TextNode
  | ActionNode
  | BranchNode
  | LoopControlNode
  | TemplateNode
  | ListNode
  | PipeNode
  | CommandNode
  | OperandNode;

export type OperandNode =
  | FieldNode
  | VariableNode
  | ChainNode
  | IdentifierNode
  | NumberNode
  | StringNode
  | BoolNode
  | DotNode
  | NilNode
  | PipeNode;

export interface ListNode {
  readonly kind: 'list';
  readonly at: number;
  readonly nodes: Node[];
}

interface TextNode {
  readonly kind: 'text';
  readonly at: number;
  readonly text: string;
}

interface ActionNode {
  readonly kind: 'action';
  readonly at: number;
  readonly pipe: PipeNode;
}

export interface BranchNode {
  readonly kind: 'if' | 'with' | 'range';
  readonly at: number;
  readonly pipe: PipeNode;
  readonly list: ListNode;
  readonly elseList: ListNode | undefined;
}

export interface LoopControlNode {
  readonly kind: 'break' | 'continue';
  readonly at: number;
}

export interface TemplateNode {
  readonly kind: 'template';
  readonly at: number;
  readonly name: string;
  readonly pipe: PipeNode | undefined;
}

export interface PipeNode {
  readonly kind: 'pipe';
  readonly at: number;
  readonly isAssign: boolean;
  readonly declarations: readonly VariableNode[];
  readonly commands: readonly CommandNode[];
}

export interface CommandNode {
  readonly kind: 'command';
  readonly at: number;
  readonly operands: readonly OperandNode[];
}

export interface FieldNode {
  readonly kind: 'field';
  readonly at: number;
  readonly names: readonly string[];
}

export interface VariableNode {
  readonly kind: 'variable';
  readonly at: number;
  /** The variable with its `$`, then fields. */
  readonly names: readonly string[];
}

export interface ChainNode {
  readonly kind: 'chain';
  readonly at: number;
  readonly node: OperandNode;
  readonly names: readonly string[];
}

export interface IdentifierNode {
  readonly kind: 'identifier';
  readonly at: number;
  readonly name: string;
}

export interface NumberNode {
  readonly kind: 'number';
  readonly at: number;
  readonly text: string;
  /** Absent where the number is no integer of 64 bits. */
  readonly integer: bigint | undefined;
  readonly float: number | undefined;
}

interface StringNode {
  readonly kind: 'string';
  readonly at: number;
  readonly quoted: string;
  readonly text: string;
}

interface BoolNode {
  readonly kind: 'bool';
  readonly at: number;
  readonly value: boolean;
}

interface DotNode {
  readonly kind: 'dot';
  readonly at: number;
}

interface NilNode {
  readonly kind: 'nil';
  readonly at: number;
}
