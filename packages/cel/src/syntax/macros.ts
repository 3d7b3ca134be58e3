import type { ComprehensionExpression, Expression } from './expression.ts';
import type { Issues } from './issues.ts';

/** Name of the accumulator; no source can write it. */
const accumulator = '@result';

interface MacroCall {
  readonly at: number;
  readonly target: Expression;
  readonly args: readonly Expression[];
  readonly issues: Issues;
}

type Expand = (call: MacroCall) => Expression;

/** Macros with a receiver, by name and number of arguments. */
const receiverMacros: ReadonlyMap<string, Expand> = new Map<string, Expand>([
  ['all:2', (call) => quantify(call, 'all')],
  ['all:3', (call) => quantify(call, 'all')],
  ['exists:2', (call) => quantify(call, 'exists')],
  ['exists:3', (call) => quantify(call, 'exists')],
  ['exists_one:2', (call) => quantify(call, 'one')],
  ['exists_one:3', (call) => quantify(call, 'one')],
  ['existsOne:2', (call) => quantify(call, 'one')],
  ['existsOne:3', (call) => quantify(call, 'one')],
  ['map:2', expandMap],
  ['map:3', expandMap],
  ['filter:2', expandFilter],
  ['transformList:3', (call) => transform(call, 'list')],
  ['transformList:4', (call) => transform(call, 'list')],
  ['transformMap:3', (call) => transform(call, 'map')],
  ['transformMap:4', (call) => transform(call, 'map')],
  ['transformMapEntry:3', (call) => transform(call, 'entry')],
  ['transformMapEntry:4', (call) => transform(call, 'entry')],
  ['sortBy:2', expandSortBy],
  ['optMap:2', (call) => expandOptional(call, 'optMap')],
  ['optFlatMap:2', (call) => expandOptional(call, 'optFlatMap')],
]);

/** What a call stands for if it is a macro; undefined when it is an ordinary call. */
export function expandMacro(
  name: string,
  at: number,
  target: Expression | undefined,
  args: readonly Expression[],
  issues: Issues,
): Expression | undefined {
  if (target !== undefined) return receiverMacros.get(`${name}:${args.length}`)?.({ at, target, args, issues });
  const [argument] = args;
  if (name !== 'has' || argument === undefined || args.length !== 1) return undefined;
  if (argument.kind === 'select') return { ...argument, at, testOnly: true };
  issues.report(argument.at, 'invalid argument to has() macro');
  return argument;
}

function literal(at: number, value: boolean | bigint): Expression {
  return { kind: 'literal', at, value };
}

function ident(at: number, name: string): Expression {
  return { kind: 'ident', at, name };
}

function call(at: number, name: string, ...args: Expression[]): Expression {
  return { kind: 'call', at, name, target: undefined, args };
}

function list(at: number, ...elements: Expression[]): Expression {
  return { kind: 'list', at, elements, optionals: new Set() };
}

function variable(argument: Expression | undefined, message: string, issues: Issues): string {
  const name = argument?.kind === 'ident' ? argument.name : '';
  if (name === '' || name.startsWith('.')) issues.report(argument?.at ?? 0, message);
  else if (name === '__result__')
    issues.report(argument?.at ?? 0, 'iteration variable overwrites accumulator variable');
  return name;
}

interface Variables {
  readonly iterVar: string;
  readonly iterVar2: string | undefined;
}

function variables(call: MacroCall, count: 1 | 2): Variables {
  const iterVar = variable(call.args[0], 'argument must be a simple name', call.issues);
  if (count === 1) return { iterVar, iterVar2: undefined };
  const iterVar2 = variable(call.args[1], 'argument must be a simple name', call.issues);
  if (iterVar === iterVar2) call.issues.report(call.args[1]?.at ?? 0, `duplicate variable name: ${iterVar}`);
  return { iterVar, iterVar2 };
}

function loop(
  { at, target }: MacroCall,
  names: Variables,
  parts: Pick<ComprehensionExpression, 'accuInit' | 'condition' | 'step' | 'result'>,
): Expression {
  return { kind: 'comprehension', at, range: target, ...names, accuVar: accumulator, ...parts };
}

function quantify(macro: MacroCall, kind: 'all' | 'exists' | 'one'): Expression {
  const { at, args } = macro;
  const names = variables(macro, args.length === 3 ? 2 : 1);
  const predicate = args.at(-1) ?? literal(at, true);
  const result = ident(at, accumulator);
  if (kind === 'all') {
    const condition = call(at, '@not_strictly_false', result);
    return loop(macro, names, {
      accuInit: literal(at, true),
      condition,
      step: call(at, '_&&_', result, predicate),
      result,
    });
  }
  if (kind === 'exists') {
    const condition = call(at, '@not_strictly_false', call(at, '!_', result));
    return loop(macro, names, {
      accuInit: literal(at, false),
      condition,
      step: call(at, '_||_', result, predicate),
      result,
    });
  }
  const counted = call(at, '_+_', result, literal(at, 1n));
  return loop(macro, names, {
    accuInit: literal(at, 0n),
    condition: literal(at, true),
    step: call(at, '_?_:_', predicate, counted, result),
    result: call(at, '_==_', result, literal(at, 1n)),
  });
}

function collect(
  macro: MacroCall,
  names: Variables,
  accuInit: Expression,
  step: Expression,
  filter?: Expression,
): Expression {
  const { at } = macro;
  const result = ident(at, accumulator);
  return loop(macro, names, {
    accuInit,
    condition: literal(at, true),
    step: filter === undefined ? step : call(at, '_?_:_', filter, step, result),
    result,
  });
}

function expandMap(macro: MacroCall): Expression {
  const { at, args } = macro;
  const iterVar = variable(args[0], 'argument is not an identifier', macro.issues);
  const value = args.at(-1) ?? literal(at, true);
  const step = call(at, '_+_', ident(at, accumulator), list(at, value));
  return collect(macro, { iterVar, iterVar2: undefined }, list(at), step, args.length === 3 ? args[1] : undefined);
}

function expandFilter(macro: MacroCall): Expression {
  const { at, args } = macro;
  const iterVar = variable(args[0], 'argument is not an identifier', macro.issues);
  const step = call(at, '_+_', ident(at, accumulator), list(at, ident(args[0]?.at ?? at, iterVar)));
  return collect(macro, { iterVar, iterVar2: undefined }, list(at), step, args[1]);
}

function transform(macro: MacroCall, kind: 'list' | 'map' | 'entry'): Expression {
  const { at, args } = macro;
  const names = variables(macro, 2);
  const value = args.at(-1) ?? literal(at, true);
  const filter = args.length === 4 ? args[2] : undefined;
  const result = ident(at, accumulator);
  if (kind === 'list') return collect(macro, names, list(at), call(at, '_+_', result, list(at, value)), filter);
  const insert =
    kind === 'map'
      ? call(at, 'cel.@mapInsert', result, ident(at, names.iterVar), value)
      : call(at, 'cel.@mapInsert', result, value);
  return collect(macro, names, { kind: 'map', at, entries: [] }, insert, filter);
}

/** Gives a value a name: a loop over nothing whose accumulator is the value. */
function bind(at: number, name: string, value: Expression, result: Expression): Expression {
  return {
    kind: 'comprehension',
    at,
    range: list(at),
    iterVar: '#unused',
    iterVar2: undefined,
    accuVar: name,
    accuInit: value,
    condition: literal(at, false),
    step: ident(at, name),
    result,
  };
}

function expandSortBy(macro: MacroCall): Expression {
  const { at, target, issues } = macro;
  if (target.kind === 'literal' || target.kind === 'map' || target.kind === 'struct') {
    issues.report(
      target.at,
      'sortBy can only be applied to a list, identifier, comprehension, call or select expression',
    );
  }
  const name = '@__sortBy_input__';
  const keys = expandMap({ ...macro, target: ident(at, name) });
  const sorted: Expression = {
    kind: 'call',
    at,
    name: '@sortByAssociatedKeys',
    target: ident(at, name),
    args: [keys],
  };
  return bind(at, name, target, sorted);
}

function expandOptional(macro: MacroCall, name: 'optMap' | 'optFlatMap'): Expression {
  const { at, target, args, issues } = macro;
  const varName = args[0]?.kind === 'ident' ? args[0].name : '';
  if (varName === '') issues.report(args[0]?.at ?? at, `${name}() variable name must be a simple identifier`);
  const member = (method: string): Expression => ({ kind: 'call', at, name: method, target, args: [] });
  const mapped = bind(at, varName, member('value'), args[1] ?? literal(at, true));
  const present = name === 'optMap' ? call(at, 'optional.of', mapped) : mapped;
  return call(at, '_?_:_', member('hasValue'), present, call(at, 'optional.none'));
}
