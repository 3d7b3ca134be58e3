/** Settings of the whole controller. */
export interface NotificationSettings {
  /** `--no-cross-namespace-refs`. */
  readonly allowsCrossNamespaceReferences: boolean;
  /** `--rate-limit-interval`: how long an equal event counts as a duplicate, in milliseconds. */
  readonly duplicateIntervalMs: number;
  /** Deliveries that may wait for one provider; what comes then is dropped and reported. */
  readonly queueCapacity: number;
  /** Deliveries to one provider at the same time; those of one object keep their order. */
  readonly queueConcurrency: number;
  /** Time to read a request body, in milliseconds. */
  readonly bodyTimeoutMs: number;
}

/** Flux's defaults. */
export const defaultNotificationSettings: NotificationSettings = {
  allowsCrossNamespaceReferences: true,
  duplicateIntervalMs: 300_000,
  queueCapacity: 10_000,
  queueConcurrency: 16,
  bodyTimeoutMs: 30_000,
};
