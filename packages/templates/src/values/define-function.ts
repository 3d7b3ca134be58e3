import type { GoTime } from './go-time.ts';
import type { GoFunction, GoObject, GoParameter, GoValue, Meter } from './go-value.ts';

/** The types of parameters, by name. */
interface Parameters {
  readonly value: GoValue;
  readonly any: GoValue;
  readonly string: string;
  readonly int: bigint;
  readonly int64: bigint;
  readonly float64: number;
  readonly bool: boolean;
  readonly 'map[string]interface {}': GoObject;
  readonly 'time.Time': GoTime;
}

type Known = keyof Parameters;

/** Declares a function by the types of its parameters; what it is given has these types. */
export function define<const Types extends readonly Known[]>(
  parameters: Types,
  call: (...values: { [Index in keyof Types]: Parameters[Types[Index]] }) => GoValue,
): GoFunction {
  return { parameters, call: (values) => call(...(values as never)) };
}

/** Declares a function with any number of further parameters, which come as a list behind the fixed ones. */
export function defineVariadic<const Types extends readonly Known[], const Rest extends Known>(
  parameters: Types,
  variadic: Rest,
  call: (
    fixed: { [Index in keyof Types]: Parameters[Types[Index]] },
    rest: readonly Parameters[Rest][],
    meter: Meter,
  ) => GoValue,
): GoFunction {
  const count = parameters.length;
  return {
    parameters,
    variadic,
    call: (values, meter) => call(values.slice(0, count) as never, values.slice(count) as never, meter),
  };
}

/** Declares a function that makes something whose size has to be counted. */
export function defineMetered<const Types extends readonly Known[]>(
  parameters: Types,
  call: (meter: Meter, ...values: { [Index in keyof Types]: Parameters[Types[Index]] }) => GoValue,
): GoFunction {
  return {
    parameters: parameters as readonly GoParameter[],
    call: (values, meter) => call(meter, ...(values as never)),
  };
}
