import { CelError, type CelProgram, type CelType, compileCel } from '@flux19/cel';
import type { StructuralSchema, ValidationRule } from '@flux19/objects';
import { normalFieldPath } from './rule-field-path.ts';

/** A rule ready to run. Without a program there is either an error or nothing to run. */
export interface CompiledRule {
  readonly rule: ValidationRule;
  readonly program: CelProgram | undefined;
  readonly error: string | undefined;
  readonly message: CelProgram | undefined;
  /** Why the expression for the message is none. */
  readonly messageError: string | undefined;
  readonly usesOldSelf: boolean;
  /** Where errors point to, below the value: `a.b`, `map[key]`. Empty for the value itself. */
  readonly fieldPath: string;
}

/** Compiles one rule of a schema whose values have the given type. Never throws. */
export function compileRule(rule: ValidationRule, schema: StructuralSchema, self: CelType): CompiledRule {
  const oldSelf: CelType = rule.optionalOldSelf === true ? { kind: 'optional', value: self } : self;
  const variables = { self, oldSelf };
  const main = compile(rule.rule, variables, 'bool', '');
  const hasMessage =
    main.program !== undefined && rule.messageExpression !== undefined && rule.messageExpression !== '';
  const message = hasMessage ? compile(rule.messageExpression ?? '', variables, 'string', 'messageExpression ') : {};
  return {
    rule,
    program: main.program,
    error: main.error,
    message: message.program,
    messageError: message.error,
    usesOldSelf: main.program?.usedVariables.has('oldSelf') === true,
    fieldPath: rule.fieldPath === undefined ? '' : (normalFieldPath(rule.fieldPath, schema) ?? ''),
  };
}

interface Compiled {
  readonly program?: CelProgram;
  readonly error?: string;
}

function compile(
  source: string,
  variables: Record<string, CelType>,
  kind: 'bool' | 'string',
  subject: string,
): Compiled {
  if (source.trim() === '') return {};
  try {
    const program = compileCel(source, { variables, library: 'kubernetes' });
    if (program.resultType.kind === kind) return { program };
    return {
      error: kind === 'bool' ? 'cel expression must evaluate to a bool' : 'messageExpression must evaluate to a string',
    };
  } catch (thrown) {
    if (!(thrown instanceof CelError)) throw thrown;
    const stage = subject === '' ? 'program instantiation' : 'messageExpression instantiation';
    return {
      error:
        thrown.failure === 'plan'
          ? `${stage} failed: ${thrown.message}`
          : `${subject}compilation failed: ${thrown.message}`,
    };
  }
}
