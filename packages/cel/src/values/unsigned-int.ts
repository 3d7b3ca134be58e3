/** An unsigned integer of 64 bits. */
export class UnsignedInt {
  readonly value: bigint;

  constructor(value: bigint) {
    this.value = value;
  }
}
