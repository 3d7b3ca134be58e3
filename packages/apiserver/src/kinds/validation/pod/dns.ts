// How pods resolve names.
import { isDns1123SubdomainWithUnderscore } from '@flux19/objects';
import { legacyAddress } from '../addresses.ts';
import type { Check, Field } from '../field.ts';
import { dnsSubdomain } from '../names.ts';

const serverLimit = 3;
const searchLimit = 32;
const searchTextLimit = 2048;

/** The resolver's settings, which a pod without policy must have. */
export function lookAtDns(config: Field, policy: string): void {
  const servers = config.child('nameservers');
  if (policy === 'None' && !config.isSet) {
    config.required('must provide `dnsConfig` when `dnsPolicy` is None');
    return;
  }
  if (policy === 'None' && servers.length === 0) {
    servers.required('must provide at least one DNS nameserver when `dnsPolicy` is None');
    return;
  }
  if (servers.length > serverLimit) servers.invalid(`must not have more than ${serverLimit} nameservers`);
  for (const server of servers.items()) server.must(legacyAddress);
  lookAtSearches(config.child('searches'));
  for (const option of config.list('options')) {
    if (option.textOf('name') === '') option.required('must not be empty');
  }
}

function lookAtSearches(searches: Field): void {
  if (searches.length > searchLimit) searches.invalid(`must not have more than ${searchLimit} search paths`);
  const texts = searches.items().map((search) => search.text);
  if (Buffer.byteLength(texts.join(' ')) > searchTextLimit) {
    searches.invalid(`must not have more than ${searchTextLimit} characters (including spaces) in the search list`);
  }
  for (const search of searches.items()) {
    if (search.text === '.') continue;
    const domain = search.text.replace(/\.$/, '');
    for (const detail of isDns1123SubdomainWithUnderscore(domain)) search.invalid(detail, domain);
  }
}

/** Lines of the hosts file. */
export const hostAlias: Check = (alias) => {
  alias.child('ip').must(legacyAddress);
  for (const name of alias.list('hostnames')) name.must(dnsSubdomain);
};
