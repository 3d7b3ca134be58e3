/** The integer types of Go besides int, for which bigint stands. */
export type GoIntegerKind = 'int64' | 'int32' | 'uint8' | 'uint32' | 'uint64' | 'time.Duration' | 'time.Month';

/** An integer whose type is another one than int. */
export class GoInteger {
  readonly kind: GoIntegerKind;
  readonly value: bigint;

  constructor(kind: GoIntegerKind, value: bigint) {
    this.kind = kind;
    this.value = value;
  }
}

/** An int64; too large values wrap around. */
export function int64(value: bigint): GoInteger {
  return new GoInteger('int64', BigInt.asIntN(64, value));
}
