import { CelError, type CelProgram, type CelType, compileCel } from '@flux19/cel';
import { patchTypes } from './patch-types.ts';
import { type VariableChoice, variableTypes } from './variable-types.ts';

/** An expression of a policy or webhook: a program, or why there is none, in the words of kube-apiserver. */
export type CompiledExpression =
  | { readonly source: string; readonly program: CelProgram; readonly error?: never }
  | { readonly source: string; readonly program?: never; readonly error: string };

/** Names of the types that an expression may have; any when there are none. */
export type ResultTypes = readonly ('bool' | 'string' | 'null_type' | 'Object' | 'list(JSONPatch)')[];

const judging = { library: 'kubernetes' } as const;
const mutating = { library: 'mutation', structs: patchTypes } as const;

/** Compiles an expression. Never throws. */
export function compileExpression(source: string, variables: VariableChoice, results: ResultTypes): CompiledExpression {
  try {
    const language = variables.makesPatches === true ? mutating : judging;
    const program = compileCel(source, { variables: variableTypes(variables), ...language });
    const found = typeName(program.resultType);
    if (results.length === 0 || (results as readonly string[]).includes(found)) return { source, program };
    const wanted = results.length === 1 ? `${results[0]}` : `one of [${results.join(' ')}]`;
    return { source, error: `must evaluate to ${wanted} but got ${found}` };
  } catch (thrown) {
    if (!(thrown instanceof CelError)) throw thrown;
    return { source, error: `compilation failed: ${thrown.message}` };
  }
}

/** A type as messages name it. */
function typeName(type: CelType): string {
  switch (type.kind) {
    case 'null':
      return 'null_type';
    case 'list':
      return `list(${typeName(type.element)})`;
    case 'map':
      return `map(${typeName(type.key)}, ${typeName(type.value)})`;
    case 'optional':
      return `optional_type(${typeName(type.value)})`;
    case 'object':
    case 'opaque':
    case 'param':
      return type.name;
    case 'duration':
      return 'google.protobuf.Duration';
    case 'timestamp':
      return 'google.protobuf.Timestamp';
    default:
      return type.kind;
  }
}
