/** A ServiceAccount of the cluster that may act at a cloud: its annotations say as whom, its tokens prove it. */
export interface WorkloadAccount {
  readonly namespace: string;
  readonly name: string;
  readonly annotations: Readonly<Record<string, string>>;
  /** Has the API server issue a token for these audiences; its own audience when there are none. */
  requestToken(audiences: readonly string[], signal: AbortSignal): Promise<string>;
}

/** How messages name an account. */
export function accountText({ namespace, name }: WorkloadAccount): string {
  return `'${namespace}/${name}'`;
}
