import { DeliveryError } from '../delivery-error.ts';

/** Answers the address as a URL; throws, in Go's words, when it is none. `what`: "Slack hook URL". */
export function checkAddress(address: string, what: string): URL {
  const url = URL.canParse(address) ? new URL(address) : undefined;
  if (url?.protocol === 'http:' || url?.protocol === 'https:') return url;
  const reason = address === '' ? 'empty url' : `parse ${JSON.stringify(address)}: invalid URI for request`;
  throw new DeliveryError(`invalid ${what} ${address}: '${reason}'`);
}
