/** A point in time with the place it is told for. */
export class GoTime {
  /** Milliseconds since the Unix epoch. */
  readonly ms: number;
  /** IANA name, `UTC`, or an offset as `+02:00`. */
  readonly zone: string;

  constructor(ms: number, zone = 'UTC') {
    this.ms = ms;
    this.zone = zone;
  }
}

/** The zero of time.Time: the first instant of the year 1. */
export const zeroTimeMs = -62_135_596_800_000;
