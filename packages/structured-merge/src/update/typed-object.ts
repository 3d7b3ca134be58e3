import type { JsonValue } from '@flux19/objects';
import type { SchemaNode } from '../types/schema-node.ts';

/** A value with its schema. */
export interface TypedObject {
  readonly value: JsonValue;
  readonly type: SchemaNode;
}

/** Brings a value into another version; undefined when there is no such version any more. */
export type Convert = (object: TypedObject, apiVersion: string) => TypedObject | undefined;
