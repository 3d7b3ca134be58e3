// Options of Windows: pkg/apis/core/validation of Kubernetes.
import type { Check, Field } from '../field.ts';
import { dnsSubdomain } from '../names.ts';

const credentialsLimitKib = 64;
const domainLimit = 256;
const userLimit = 104;
const domainLabel = '[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?';
const dnsDomain = new RegExp(`^${domainLabel}(?:\\.${domainLabel})*$`);
const netBiosDomain = /^[^\\/:*?"<>|.][^\\/:*?"<>|]{0,14}$/;
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is looked for
const controlCharacter = /[\u0000-\u001f\u007f]/;

const credentials: Check = (field) => {
  if (field.text === '') field.invalid('gmsaCredentialSpec cannot be an empty string');
  else if (field.length > credentialsLimitKib * 1024) {
    field.invalid(`gmsaCredentialSpec size must be under ${credentialsLimitKib} KiB`);
  }
};

const userName: Check = (field) => {
  const parts = field.text.split('\\');
  if (field.text === '') field.invalid('runAsUserName cannot be an empty string');
  else if (controlCharacter.test(field.text)) field.invalid('runAsUserName cannot contain control characters');
  else if (parts.length > 2) field.invalid('runAsUserName cannot contain more than one backslash');
  else {
    const [user = '', domain] = parts.toReversed();
    if (domain !== undefined) lookAtDomain(field, domain);
    lookAtUser(field, user);
  }
};

function lookAtDomain(field: Field, domain: string): void {
  if (domain.length >= domainLimit) {
    field.invalid(`runAsUserName's Domain length must be under ${domainLimit} characters`);
  }
  if (!netBiosDomain.test(domain) && !dnsDomain.test(domain)) {
    field.invalid("runAsUserName's Domain doesn't match the NetBios nor the DNS format");
  }
}

function lookAtUser(field: Field, user: string): void {
  if (user === '') field.invalid("runAsUserName's User cannot be empty");
  else if (Buffer.byteLength(user) > userLimit) {
    field.invalid(`runAsUserName's User length must not be longer than ${userLimit} characters`);
  }
  if (/^[. ]+$/.test(user)) field.invalid("runAsUserName's User cannot contain only periods or spaces");
  if (/["/\\:;|=,+*?<>@[\]]/.test(user)) {
    field.invalid('runAsUserName\'s User cannot contain the following characters: "/\\:;|=,+*?<>@[]');
  }
}

export const windowsOptions: Check = (options) => {
  options.child('gmsaCredentialSpecName').mayBe(dnsSubdomain);
  options.child('gmsaCredentialSpec').mayBe(credentials);
  options.child('runAsUserName').mayBe(userName);
};
