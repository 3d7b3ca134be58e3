import { isQualifiedName, type JsonObject } from '@flux19/objects';
import type { FieldError } from '@flux19/schemas';
import { duplicateField, invalidField, requiredField } from '../../../errors/field-errors.ts';
import { textField } from '../../../json/fields.ts';
import { compileExpression, type ResultTypes } from '../../expressions/compile-expression.ts';
import type { VariableChoice } from '../../expressions/variable-types.ts';

const mostConditions = 64;

/** Complaints about the conditions of a policy or webhook. */
export function conditionErrors(conditions: readonly JsonObject[], hasParams: boolean, path: string): FieldError[] {
  const seen = new Set<string>();
  const choice = { hasParams, hasAuthorizer: true, composed: undefined };
  return [
    ...(conditions.length > mostConditions ? [tooMany(path, conditions.length)] : []),
    ...conditions.flatMap((condition, n) => {
      const name = textField(condition, 'name');
      const source = textField(condition, 'expression').trim();
      const place = `${path}[${n}]`;
      const expression = `${place}.expression`;
      const duplicates = name !== '' && seen.has(name) ? [duplicateField(`${place}.name`, name)] : [];
      seen.add(name);
      return [
        ...(source === '' ? [requiredField(expression)] : expressionErrors(source, choice, ['bool'], expression)),
        ...(name === ''
          ? [requiredField(`${place}.name`)]
          : isQualifiedName(name).map((text) => invalidField(`${place}.name`, name, text))),
        ...duplicates,
      ];
    }),
  ];
}

/** What is wrong with an expression. */
export function expressionErrors(
  source: string,
  choice: VariableChoice,
  results: ResultTypes,
  path: string,
): FieldError[] {
  const { error } = compileExpression(source, choice, results);
  return error === undefined ? [] : [invalidField(path, source, error)];
}

function tooMany(path: string, count: number): FieldError {
  const body = `Too many: ${count}: must have at most ${mostConditions} items`;
  return { type: 'FieldValueTooMany', field: path, badValue: count, detail: body, body, message: `${path}: ${body}` };
}
