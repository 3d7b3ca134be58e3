import { formatObject, type ObjectReference } from '@flux19/objects';
import type { ObjectTree } from './object-tree.ts';

/** Draws a tree, one object a line, each ended by a line break. */
export function printTree(tree: ObjectTree): string {
  return `${formatObject(tree.object)}\n${branches(tree, '')}`;
}

function branches({ children }: ObjectTree, indent: string): string {
  return children
    .map((child, i) => {
      const isLast = i === children.length - 1;
      const line = `${indent}${isLast ? '└── ' : '├── '}${formatObject(child.object)}\n`;
      return line + branches(child, `${indent}${isLast ? '    ' : '│   '}`);
    })
    .join('');
}

/** The tree as flux writes it into JSON and YAML. */
export interface TreeValue {
  readonly resource: ResourceValue;
  readonly resources?: readonly TreeValue[];
}

interface ResourceValue {
  readonly Namespace: string;
  readonly Name: string;
  readonly GroupKind: { readonly Group: string; readonly Kind: string };
}

export function treeValue({ object, children }: ObjectTree): TreeValue {
  const resource = resourceValue(object);
  return children.length === 0 ? { resource } : { resource, resources: children.map(treeValue) };
}

function resourceValue({ namespace, name, group, kind }: ObjectReference): ResourceValue {
  return { Namespace: namespace, Name: name, GroupKind: { Group: group, Kind: kind } };
}
