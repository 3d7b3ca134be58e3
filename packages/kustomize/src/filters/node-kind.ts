import { isFields, isMissingOrNull, isScalar, type Value } from '../values/value.ts';
import { FieldPathError } from './walk-field.ts';

export type NodeKind = 'ScalarNode' | 'MappingNode' | 'SequenceNode';

function nodeKind(value: Value): NodeKind {
  if (Array.isArray(value)) return 'SequenceNode';
  return isFields(value) ? 'MappingNode' : 'ScalarNode';
}

/** Throws unless the value is a scalar, null or absent. */
export function requireScalar(value: Value | undefined, path: string): void {
  if (isMissingOrNull(value) || isScalar(value)) return;
  throw wrongKind(value as Value, 'ScalarNode', path);
}

export function wrongKind(value: Value, wanted: NodeKind, path: string): FieldPathError {
  return new FieldPathError(`wrong node kind: expected ${wanted} but got ${nodeKind(value)}`, path);
}
