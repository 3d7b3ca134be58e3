/** A type as a value: what `type(x)` gives. Types are equal when their names are. */
export class TypeValue {
  readonly name: string;

  constructor(name: string) {
    this.name = name;
  }
}
