import { WebhookError } from './receiver-type.ts';

/** Throws when a Receiver names the events it wants and this is none of them. Case does not matter. */
export function checkEvent(event: string, allowed: readonly string[] | undefined, host: string): void {
  if (allowed === undefined || allowed.length === 0) return;
  const wanted = event.toLowerCase();
  if (allowed.some((other) => other.toLowerCase() === wanted)) return;
  throw new WebhookError(`the ${host} ${JSON.stringify(event.slice(0, 100))} is not authorised`);
}
