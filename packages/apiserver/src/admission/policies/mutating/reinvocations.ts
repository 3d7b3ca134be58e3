import type { KubeObject } from '@flux19/objects';
import type { AdmissionRequest } from '../../../server/admission.ts';

/** Which policies are to see a write again, since something changed after them. */
export class Reinvocations {
  readonly #isSecond: boolean;
  readonly #wantSecond: () => void;
  /** Invoked in the first round, and willing to be again. */
  readonly #willing = new Set<string>();
  #isPatched = false;
  #output: KubeObject | undefined;
  #isChangedSince = false;

  private constructor(isSecond: boolean, wantSecond: () => void, first?: Reinvocations) {
    this.#isSecond = isSecond;
    this.#wantSecond = wantSecond;
    if (first !== undefined) this.#willing = first.#willing;
  }

  /** Those of a write whose object is `given` by now. */
  static of({ rounds }: AdmissionRequest, given: KubeObject): Reinvocations {
    const first = rounds?.notes.get('mutating policies') as Reinvocations | undefined;
    if (rounds?.isSecond === true) {
      const second = new Reinvocations(true, () => undefined, first);
      second.#isChangedSince = first !== undefined && (first.#isPatched || first.#output !== given);
      return second;
    }
    const made = new Reinvocations(false, () => {
      if (rounds !== undefined) rounds.isSecondWanted = true;
    });
    rounds?.notes.set('mutating policies', made);
    return made;
  }

  /** Whether a policy is to be carried out in this round. */
  isDue(key: string): boolean {
    return !this.#isSecond || (this.#isChangedSince && this.#willing.has(key));
  }

  noteInvoked(key: string): void {
    if (!this.#isSecond) this.#willing.add(key);
  }

  notePatch(): void {
    this.#isPatched = true;
  }

  /** Ends a round with the object that it made. */
  finish(output: KubeObject): void {
    this.#output = output;
    if (this.#isPatched) this.#wantSecond();
  }
}
