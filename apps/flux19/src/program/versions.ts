/** Version of this program. */
export const flux19Version = '0.1.0';

/** The Flux whose API, behaviour and texts this program has. */
export const fluxVersion = '2.9.4';
