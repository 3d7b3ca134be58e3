import { type CelType, dynType } from '../cel-type.ts';
import type { FunctionDeclaration, Overload } from '../library/declaration.ts';
import type {
  CallExpression,
  ComprehensionExpression,
  Expression,
  IdentExpression,
  ListExpression,
  MapExpression,
  SelectExpression,
  StructExpression,
} from '../syntax/expression.ts';
import { Issues } from '../syntax/issues.ts';
import { assignAll, moreGeneral, sameType, substitute } from '../types/assignability.ts';
import { formatSignature, formatType } from '../types/format-type.ts';
import { kindOf } from '../values/kind-of.ts';
import type { CheckedExpression, ResolvedCall } from './checked-expression.ts';
import { type Environment, namedType } from './environment.ts';

const errorType: CelType = { kind: 'error' };
const boolType: CelType = { kind: 'bool' };
const intType: CelType = { kind: 'int' };

/** Finds the type of an expression and of all its parts. Throws CelError of failure `type`. */
export function checkExpression(source: string, root: Expression, environment: Environment): CheckedExpression {
  const issues = new Issues(source);
  const checker = new Checker(environment, issues);
  checker.check(root);
  issues.throwIfAny('type');
  return checker.finish(root);
}

/** Variables of a loop and of the loops around it. */
interface Scope {
  readonly parent: Scope | undefined;
  readonly variables: ReadonlyMap<string, CelType>;
}

class Checker {
  readonly #environment: Environment;
  readonly #issues: Issues;
  readonly #types = new Map<Expression, CelType>();
  readonly #calls = new Map<CallExpression, ResolvedCall>();
  readonly #typeNames = new Map<IdentExpression | SelectExpression, string>();
  readonly #qualified = new Map<SelectExpression, string>();
  readonly #used = new Set<string>();
  readonly #substitutions = new Map<string, CelType>();
  #scope: Scope | undefined;
  #openTypes = 0;

  constructor(environment: Environment, issues: Issues) {
    this.#environment = environment;
    this.#issues = issues;
  }

  finish(root: Expression): CheckedExpression {
    const types = this.#types;
    const substitutions = this.#substitutions;
    return {
      root,
      typeOf: (part) => substitute(substitutions, types.get(part) ?? dynType, true),
      calls: this.#calls,
      typeNames: this.#typeNames,
      qualifiedVariables: this.#qualified,
      usedVariables: this.#used,
    };
  }

  check(expression: Expression): CelType {
    const type = this.#infer(expression);
    this.#types.set(expression, type);
    return type;
  }

  #infer(expression: Expression): CelType {
    switch (expression.kind) {
      case 'literal':
        return { kind: kindOf(expression.value) } as CelType;
      case 'ident':
        return this.#ident(expression);
      case 'select':
        return this.#select(expression);
      case 'call':
        return this.#call(expression);
      case 'list':
        return this.#list(expression);
      case 'map':
        return this.#map(expression);
      case 'struct':
        return this.#struct(expression);
      default:
        return this.#comprehension(expression);
    }
  }

  #undeclared(at: number, name: string): CelType {
    this.#issues.report(at, `undeclared reference to '${name}' (in container '')`);
    return errorType;
  }

  #ident(expression: IdentExpression): CelType {
    const name = expression.name.replace(/^\./, '');
    for (let scope = this.#scope; scope !== undefined; scope = scope.parent) {
      const local = scope.variables.get(name);
      if (local !== undefined) return local;
    }
    const variable = this.#environment.variables.get(name);
    if (variable !== undefined) {
      this.#used.add(name);
      return variable;
    }
    return this.#typeName(expression, name) ?? this.#undeclared(expression.at, expression.name);
  }

  #typeName(expression: IdentExpression | SelectExpression, name: string): CelType | undefined {
    const type = namedType(name);
    if (type === undefined) return undefined;
    this.#typeNames.set(expression, name);
    return { kind: 'type', of: type };
  }

  #qualifiedVariable(expression: SelectExpression, name: string): CelType | undefined {
    const variable = this.#environment.variables.get(name);
    if (variable === undefined) return undefined;
    this.#used.add(name);
    this.#qualified.set(expression, name);
    return variable;
  }

  #select(expression: SelectExpression): CelType {
    const name = expression.testOnly ? undefined : qualifiedName(expression);
    const type =
      name === undefined ? undefined : (this.#qualifiedVariable(expression, name) ?? this.#typeName(expression, name));
    if (type !== undefined) return type;
    const result = this.#field(expression.at, expression.operand, expression.field, false);
    return expression.testOnly ? boolType : substitute(this.#substitutions, result, false);
  }

  #field(at: number, operand: Expression, field: string, optional: boolean): CelType {
    const operandType = substitute(this.#substitutions, this.check(operand), false);
    const isOptional = operandType.kind === 'optional';
    const result = this.#fieldOf(at, isOptional ? operandType.value : operandType, field);
    return isOptional || optional ? { kind: 'optional', value: result } : result;
  }

  #fieldOf(at: number, type: CelType, field: string): CelType {
    switch (type.kind) {
      case 'map':
        return type.value;
      case 'object': {
        const found = type.fields.get(field);
        if (found === undefined) this.#issues.report(at, `undefined field '${field}'`);
        return found ?? errorType;
      }
      case 'param':
        this.#assign(dynType, type);
        return dynType;
      case 'dyn':
      case 'error':
        return dynType;
      default:
        this.#issues.report(at, `type '${formatType(type)}' does not support field selection`);
        return dynType;
    }
  }

  #call(expression: CallExpression): CelType {
    if (expression.name === '_?._') return this.#optionalSelect(expression);
    for (const argument of expression.args) this.check(argument);
    const { target } = expression;
    if (target === undefined) return this.#plainCall(expression, expression.name.replace(/^\./, ''));
    const prefix = qualifiedName(target);
    const qualified = prefix === undefined ? undefined : `${prefix}.${expression.name}`;
    if (qualified !== undefined && this.#environment.functions.has(qualified)) {
      return this.#plainCall(expression, qualified);
    }
    this.check(target);
    const declaration = this.#environment.functions.get(expression.name);
    if (declaration === undefined) return this.#undeclared(expression.at, expression.name);
    return this.#resolve(expression, declaration, [target, ...expression.args], true);
  }

  #plainCall(expression: CallExpression, name: string): CelType {
    const declaration = this.#environment.functions.get(name);
    if (declaration === undefined) return this.#undeclared(expression.at, expression.name);
    return this.#resolve(expression, declaration, expression.args, false);
  }

  #optionalSelect(expression: CallExpression): CelType {
    const [operand, field] = expression.args;
    if (operand === undefined || field?.kind !== 'literal') return errorType;
    this.#calls.set(expression, { name: expression.name, args: expression.args, overloads: [] });
    const type = this.#field(expression.at, operand, String(field.value), true);
    return substitute(this.#substitutions, type, false);
  }

  #resolve(
    expression: CallExpression,
    declaration: FunctionDeclaration,
    args: readonly Expression[],
    isMember: boolean,
  ): CelType {
    if (declaration.name === '_&&_' || declaration.name === '_||_') return this.#logical(expression, declaration, args);
    const types = args.map((argument) => this.#types.get(argument) ?? dynType);
    const fitting: Overload[] = [];
    let result: CelType | undefined;
    for (const overload of declaration.overloads) {
      if (overload.isMember !== isMember) continue;
      const type = this.#fit(overload, types);
      if (type === undefined) continue;
      fitting.push(overload);
      if (result === undefined) result = type;
      else if (result.kind !== 'dyn' && !sameType(result, type)) result = dynType;
    }
    if (result === undefined) {
      const actual = types.map((type) => substitute(this.#substitutions, type, true));
      const signature = formatSignature(actual, isMember);
      const message = `found no matching overload for '${declaration.name}' applied to '${signature}'`;
      this.#issues.report(expression.at, message);
      return errorType;
    }
    this.#calls.set(expression, { name: declaration.name, args, overloads: fitting });
    return result;
  }

  /** The result type of an overload for arguments of these types; undefined when they don't fit. */
  #fit(overload: Overload, types: readonly CelType[]): CelType | undefined {
    if (overload.args.length !== types.length) return undefined;
    const fresh = new Map<string, CelType>();
    const open = (type: CelType): CelType => this.#openParams(type, fresh);
    const params = overload.args.map(open);
    const result = open(overload.result);
    if (!assignAll(this.#substitutions, types, params)) return undefined;
    return substitute(this.#substitutions, result, false);
  }

  /** Gives the type parameters of a signature names of this call alone. */
  #openParams(type: CelType, fresh: Map<string, CelType>): CelType {
    switch (type.kind) {
      case 'param': {
        const known = fresh.get(type.name) ?? this.#newType();
        fresh.set(type.name, known);
        return known;
      }
      case 'list':
        return { kind: 'list', element: this.#openParams(type.element, fresh) };
      case 'optional':
        return { kind: 'optional', value: this.#openParams(type.value, fresh) };
      case 'map':
        return { kind: 'map', key: this.#openParams(type.key, fresh), value: this.#openParams(type.value, fresh) };
      case 'type':
        return type.of === undefined ? type : { kind: 'type', of: this.#openParams(type.of, fresh) };
      default:
        return type;
    }
  }

  #newType(): CelType {
    const name = `_var${this.#openTypes}`;
    this.#openTypes++;
    return { kind: 'param', name };
  }

  #logical(expression: CallExpression, declaration: FunctionDeclaration, args: readonly Expression[]): CelType {
    let isBool = true;
    for (const argument of args) {
      const type = this.#types.get(argument) ?? dynType;
      if (this.#assign(type, boolType)) continue;
      this.#mismatch(argument.at, boolType, type);
      isBool = false;
    }
    this.#calls.set(expression, { name: declaration.name, args, overloads: declaration.overloads });
    return isBool ? boolType : errorType;
  }

  #struct({ at, typeName, fields }: StructExpression): CelType {
    const { structs } = this.#environment;
    const name = typeName.replace(/^\./, '');
    const made = structs(name);
    if (made === undefined) return this.#undeclared(at, typeName);
    for (const field of fields) {
      const type = this.check(field.value);
      const wanted = structs(name, field.name);
      if (wanted === undefined) this.#issues.report(field.at, `undefined field '${field.name}'`);
      else if (!this.#assign(wanted, field.optional ? this.#unwrap(field.value, type) : type)) {
        const found = formatType(substitute(this.#substitutions, type, false));
        const why = `expected type of field '${field.name}' is '${formatType(wanted)}' but provided type is '${found}'`;
        this.#issues.report(field.at, why);
      }
    }
    return made;
  }

  #list(expression: ListExpression): CelType {
    let element: CelType | undefined;
    for (const [index, item] of expression.elements.entries()) {
      const type = this.check(item);
      const isOptional = expression.optionals.has(index);
      element = this.#join(element, isOptional ? this.#unwrap(item, type) : type);
    }
    return { kind: 'list', element: element ?? this.#newType() };
  }

  #map(expression: MapExpression): CelType {
    let key: CelType | undefined;
    let value: CelType | undefined;
    for (const entry of expression.entries) {
      key = this.#join(key, this.check(entry.key));
      const type = this.check(entry.value);
      value = this.#join(value, entry.optional ? this.#unwrap(entry.value, type) : type);
    }
    return { kind: 'map', key: key ?? this.#newType(), value: value ?? this.#newType() };
  }

  #unwrap(expression: Expression, type: CelType): CelType {
    if (type.kind === 'optional') return type.value;
    if (type.kind !== 'dyn') this.#mismatch(expression.at, { kind: 'optional', value: type }, type);
    return type;
  }

  #join(previous: CelType | undefined, current: CelType): CelType {
    if (previous === undefined) return current;
    return this.#assign(previous, current) ? moreGeneral(previous, current) : dynType;
  }

  #comprehension(expression: ComprehensionExpression): CelType {
    this.check(expression.range);
    const accuType = this.check(expression.accuInit);
    const range = substitute(this.#substitutions, this.#types.get(expression.range) ?? dynType, false);
    const outer = this.#scope;
    const accuScope: Scope = { parent: outer, variables: new Map([[expression.accuVar, accuType]]) };
    this.#scope = { parent: accuScope, variables: this.#iterationTypes(expression, range) };
    this.#expect(expression.condition, boolType);
    this.#expect(expression.step, accuType);
    this.#scope = accuScope;
    const result = this.check(expression.result);
    this.#scope = outer;
    return substitute(this.#substitutions, result, false);
  }

  #iterationTypes(expression: ComprehensionExpression, range: CelType): ReadonlyMap<string, CelType> {
    const [first, second] = this.#itemTypes(expression, range);
    const variables = new Map([[expression.iterVar, first]]);
    if (expression.iterVar2 !== undefined) variables.set(expression.iterVar2, second);
    return variables;
  }

  #itemTypes(expression: ComprehensionExpression, range: CelType): readonly [CelType, CelType] {
    switch (range.kind) {
      case 'list':
        return expression.iterVar2 === undefined ? [range.element, dynType] : [intType, range.element];
      case 'map':
        return [range.key, range.value];
      case 'dyn':
      case 'error':
      case 'param':
        this.#assign(dynType, range);
        return [dynType, dynType];
      default: {
        const message = `expression of type '${formatType(range)}' cannot be range of a comprehension (must be list, map, or dynamic)`;
        this.#issues.report(expression.range.at, message);
        return [errorType, errorType];
      }
    }
  }

  #expect(expression: Expression, type: CelType): void {
    const actual = this.check(expression);
    if (!this.#assign(type, actual)) this.#mismatch(expression.at, type, actual);
  }

  #mismatch(at: number, expected: CelType, actual: CelType): void {
    this.#issues.report(at, `expected type '${formatType(expected)}' but found '${formatType(actual)}'`);
  }

  #assign(from: CelType, to: CelType): boolean {
    return assignAll(this.#substitutions, [from], [to]);
  }
}

/** `a.b.c` for a chain of plain field selections on a name; undefined for everything else. */
function qualifiedName(expression: Expression): string | undefined {
  if (expression.kind === 'ident') return expression.name.replace(/^\./, '');
  if (expression.kind !== 'select' || expression.testOnly) return undefined;
  const operand = qualifiedName(expression.operand);
  return operand === undefined ? undefined : `${operand}.${expression.field}`;
}
