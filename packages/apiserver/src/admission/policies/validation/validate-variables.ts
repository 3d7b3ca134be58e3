import type { CelType } from '@flux19/cel';
import type { JsonObject } from '@flux19/objects';
import type { FieldError } from '@flux19/schemas';
import { invalidField, requiredField } from '../../../errors/field-errors.ts';
import { textField } from '../../../json/fields.ts';
import { composeVariables } from '../../expressions/composed-variables.ts';

const reserved: ReadonlySet<string> = new Set(
  `true false null in as break const continue else for function if import let loop package namespace return var void while`.split(
    ' ',
  ),
);

/** Complaints about the variables that a policy defines, and their types for what follows. */
export function variableErrors(
  definitions: readonly JsonObject[],
  hasParams: boolean,
  path: string,
): { readonly errors: FieldError[]; readonly types: ReadonlyMap<string, CelType> | undefined } {
  if (definitions.length === 0) return { errors: [], types: undefined };
  const { expressions, types } = composeVariables(definitions, { hasParams, hasAuthorizer: true });
  const errors = definitions.flatMap((definition, n) => {
    const name = textField(definition, 'name');
    const source = textField(definition, 'expression');
    const place = `${path}[${n}].expression`;
    const error = expressions.get(name)?.error;
    return [
      ...nameErrors(name, `${path}[${n}].name`),
      ...(source.trim() === '' ? [requiredField(place, 'expression is not specified')] : []),
      ...(source.trim() !== '' && error !== undefined ? [invalidField(place, source, error)] : []),
    ];
  });
  return { errors, types };
}

function nameErrors(name: string, path: string): FieldError[] {
  if (name.trim() === '') return [requiredField(path, 'name is not specified')];
  const isIdentifier = /^[_a-zA-Z]\w*$/.test(name) && !reserved.has(name);
  return isIdentifier ? [] : [invalidField(path, name, 'must be a valid CEL identifier')];
}
