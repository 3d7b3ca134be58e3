/**
 * A write reaches the controllers through watches, over several turns of the event loop. When nothing moves for so many turns, nothing is on
 * its way.
 */
const quietTurns = 8;

/** What tells whether the cluster moves. */
export interface Pulse {
  /** Whether somebody has work in hands. */
  isBusy(): boolean;
  /** The revision of the latest write. */
  revision(): number;
}

/** Resolves when nothing is done any more and nothing is on its way. */
export async function untilAtRest(pulse: Pulse): Promise<void> {
  let revision = pulse.revision();
  for (let quiet = 0; quiet < quietTurns; quiet += 1) {
    await new Promise((done) => setImmediate(done));
    if (!pulse.isBusy() && pulse.revision() === revision) continue;
    revision = pulse.revision();
    quiet = -1;
  }
}
