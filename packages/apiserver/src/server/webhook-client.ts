/** One call of a webhook. */
export interface WebhookCall {
  /** Where to; for a service the name that its certificate has to carry. */
  readonly url: string;
  /** The service to be asked, where a webhook names one. */
  readonly service: { readonly namespace: string; readonly name: string; readonly port: number } | undefined;
  /** PEM certificates that the answering side is trusted by; the system's where there are none. */
  readonly caBundle: string | undefined;
  /** JSON. */
  readonly body: string;
  readonly signal: AbortSignal;
}

export interface WebhookAnswer {
  readonly status: number;
  readonly body: string;
}

/**
 * Sends a call and resolves with the answer, whatever its status. Rejects with a plain text of what went wrong, as Go words it:
 * it is shown to whoever made the write.
 */
export type WebhookClient = (call: WebhookCall) => Promise<WebhookAnswer>;
