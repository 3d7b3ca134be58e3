import { readAddress } from '../addresses.ts';
import type { Check } from '../field.ts';

/** Pods that run as processes of this machine have addresses of their own in this part of the loopback range. */
const processAddress = /^127\.97\./;

/** An address that traffic may be sent to: not one of the machine itself, and not one of everybody. */
export const endpointAddress: Check = (field) => {
  const address = readAddress(field.text)?.canonical;
  if (address === undefined) return;
  const refuse = (what: string): void => field.invalid(`may not be ${what}`, field.text);
  if (address === '0.0.0.0' || address === '::') refuse('unspecified (0.0.0.0 or ::)');
  if ((/^127\./.test(address) && !processAddress.test(address)) || address === '::1') {
    refuse('in the loopback range (127.0.0.0/8, ::1/128)');
  }
  if (/^169\.254\./.test(address) || /^fe[89ab][0-9a-f]:/.test(address)) {
    refuse('in the link-local range (169.254.0.0/16, fe80::/10)');
  }
  if (/^224\.0\.0\./.test(address) || /^ff[0-9a-f]2:/.test(address)) {
    refuse('in the link-local multicast range (224.0.0.0/24, ff02::/10)');
  }
};
