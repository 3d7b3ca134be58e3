/**
 * Makes a Pod report what the annotation's value says instead of becoming ready, so that failures can be tried:
 * a reason for which a container waits (`ImagePullBackOff`, `CrashLoopBackOff` ...), `Failed`, or `Pending` (no node takes it).
 */
export const simulateAnnotation = 'cluster.flux19.dev/simulate';
