import { quoteGo } from '@flux19/objects';
import type { BranchNode, Node, PipeNode } from './nodes.ts';

/** A node as Go's messages write it. */
export function describeNode(node: Node): string {
  switch (node.kind) {
    case 'list':
      return node.nodes.map(describeNode).join('');
    case 'text':
      return quoteGo(node.text);
    case 'action':
      return `{{${describeNode(node.pipe)}}}`;
    case 'if':
    case 'with':
    case 'range':
      return describeBranch(node);
    case 'break':
    case 'continue':
      return `{{${node.kind}}}`;
    case 'template': {
      const pipe = node.pipe === undefined ? '' : ` ${describeNode(node.pipe)}`;
      return `{{template ${quoteGo(node.name)}${pipe}}}`;
    }
    case 'pipe':
      return describePipe(node);
    default:
      return describeOperand(node);
  }
}

function describeBranch({ kind, pipe, list, elseList }: BranchNode): string {
  const otherwise = elseList === undefined ? '' : `{{else}}${describeNode(elseList)}`;
  return `{{${kind} ${describeNode(pipe)}}}${describeNode(list)}${otherwise}{{end}}`;
}

function describePipe({ declarations, isAssign, commands }: PipeNode): string {
  const names = declarations.map(describeNode).join(', ');
  const prefix = names === '' ? '' : `${names} ${isAssign ? '=' : ':='} `;
  return prefix + commands.map(describeNode).join(' | ');
}

type Operand = Exclude<
  Node,
  { readonly kind: 'list' | 'text' | 'action' | BranchNode['kind'] | 'break' | 'continue' | 'template' | 'pipe' }
>;

function describeOperand(node: Operand): string {
  switch (node.kind) {
    case 'command':
      return node.operands.map(parenthesized).join(' ');
    case 'field':
      return node.names.map((name) => `.${name}`).join('');
    case 'variable':
      return node.names.join('.');
    case 'chain':
      return parenthesized(node.node) + node.names.map((name) => `.${name}`).join('');
    case 'identifier':
      return node.name;
    case 'number':
      return node.text;
    case 'string':
      return node.quoted;
    case 'bool':
      return String(node.value);
    case 'dot':
      return '.';
    case 'nil':
      return 'nil';
  }
}

function parenthesized(node: Node): string {
  return node.kind === 'pipe' ? `(${describeNode(node)})` : describeNode(node);
}
